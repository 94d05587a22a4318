import { asGroupId } from "@sotto/shared/ids";
import { describe, expect, it } from "vitest";
import { toSequence, type Entry, type ServerMessage } from "../messages/index.ts";
import { defaultLimits, type Limits } from "./limits.ts";
import { memoryStorage } from "./storage/index.ts";
import { countedWatches } from "./testing/countedWatches.ts";
import { delayedStorage } from "./testing/delayedStorage.ts";
import { groupId, serverOn, text, textOf, type TestServer } from "./testing/fixtures.ts";
import { append, createGroup, ping, publish, subscribe, watch } from "./testing/requests.ts";
import { SeededRandom } from "./testing/seededRandom.ts";
import { TestClient, type Request } from "./testing/testClient.ts";

const MIB = 1024 * 1024;

const error = (code: string) => expect.objectContaining({ type: "error", code }) as ServerMessage;
const contents = (entries: readonly Entry[]) => entries.map(({ blob }) => textOf(blob));

/** Lets everything that waits for nothing but other promises happen. */
const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe.each([{ late: false }, { late: true }])("with a store that answers late: $late", ({ late }) => {
  /** As `testServer`, on a store of its own. */
  function testServer(changes: Partial<Limits> = {}): TestServer {
    const store = memoryStorage(defaultLimits.storage);
    return serverOn(late ? delayedStorage(store, new SeededRandom(11)) : store, changes);
  }

  describe("a subscriber of a group", () => {
    it("gets what is kept, then word that it is live, then what comes, its own entries too", async () => {
      const { core } = testServer();
      const [writer, reader] = [new TestClient(core), new TestClient(core)];
      await writer.ask(createGroup);
      await writer.ask(publish(0, "kept"));
      await writer.ask(append(0));
      const subscribed = await reader.ask(subscribe());
      expect(contents(reader.entries)).toEqual(["kept", "commit 0"]);
      const [kept] = reader.entries;
      expect(subscribed).toEqual({
        type: "subscribed",
        requestId: 1,
        epoch: 1,
        nextSequence: (kept?.sequence ?? 0) + 2,
        oldestSequence: kept?.sequence,
      });
      await reader.ask(publish(1, "live"));
      await reader.until(() => reader.entries.length === 3);
      expect(contents(reader.entries)).toEqual(["kept", "commit 0", "live"]);
    });

    it("gets the entries from where it asks on", async () => {
      const { core } = testServer();
      const [writer, reader] = [new TestClient(core), new TestClient(core)];
      await writer.ask(createGroup);
      for (const content of ["a", "b", "c"]) await writer.ask(publish(0, content));
      await reader.ask(subscribe());
      const second = reader.entries[1]?.sequence ?? 0;
      await reader.ask(subscribe(second));
      expect(contents(reader.entries)).toEqual(["a", "b", "c", "b", "c"]);
      await reader.ask(subscribe(second + 2));
      expect(reader.entries.length).toBe(5);
    });

    it("is refused what is not, or no longer, in the log", async () => {
      const { core } = testServer({ retention: { records: 2, bytes: 1_000 } });
      const client = new TestClient(core);
      expect(await client.ask(subscribe())).toEqual(error("keyserver/unknown-group"));
      const created = await client.ask(createGroup);
      const first = created.type === "groupState" ? created.nextSequence : 0;
      expect(await client.ask(subscribe(first + 1))).toEqual(error("keyserver/trimmed"));
      for (const content of ["a", "b", "c"]) await client.ask(publish(0, content));
      expect(await client.ask(subscribe(first))).toEqual(error("keyserver/trimmed"));
      expect(await client.ask(subscribe(first + 1))).toMatchObject({
        type: "subscribed",
        oldestSequence: first + 1,
      });
      expect(contents(client.entries)).toEqual(["b", "c"]);
    });

    it("misses nothing that is written while it subscribes", async () => {
      const { core } = testServer();
      const [writer, reader] = [new TestClient(core), new TestClient(core)];
      await writer.ask(createGroup);
      for (let index = 0; index < 100; index += 1) {
        writer.tell(publish(0, String(index)));
        if (index === 50) reader.tell(subscribe());
        if (index % 7 === 0) await settle();
      }
      await reader.until(() => reader.entries.length === 100);
      expect(contents(reader.entries)).toEqual(Array.from({ length: 100 }, (_, index) => String(index)));
    });

    it("gets nothing after it unsubscribed", async () => {
      const { core } = testServer();
      const client = new TestClient(core);
      await client.ask(createGroup);
      await client.ask(subscribe());
      expect(await client.ask({ type: "unsubscribe", groupId })).toMatchObject({ type: "ok" });
      await client.ask(publish(0, "a"));
      await settle();
      expect(client.entries).toEqual([]);
    });

    it("is not sent more than a page ahead of what it reads, and is told when it fell out of the log", async () => {
      const { core } = testServer({ retention: { records: 4, bytes: 100 * MIB } });
      const [writer, slow, quick] = [new TestClient(core), new TestClient(core), new TestClient(core)];
      await writer.ask(createGroup);
      await quick.ask(subscribe());
      const subscription = slow.tell(subscribe());
      await slow.answerTo(subscription);
      slow.reads = false;
      for (let epoch = 0; epoch < 12; epoch += 1) await writer.ask(append(epoch, new Uint8Array(MIB)));
      await quick.until(() => quick.entries.length === 12);
      expect(slow.entries.length).toBe(1);
      slow.readAgain();
      await slow.until(() => slow.received.at(-1)?.type === "error");
      expect(slow.received.at(-1)).toMatchObject({ requestId: subscription, code: "keyserver/trimmed" });
      await writer.ask(append(12));
      await settle();
      expect(slow.entries.length).toBe(1);
      expect(await slow.ask(subscribe())).toMatchObject({ type: "subscribed" });
    });

    it("may draw only so much out of the log, and more with time", async () => {
      const { core, clock } = testServer({ replayedBytes: { burst: 100, perSecond: 10 } });
      const [writer, greedy] = [new TestClient(core), new TestClient(core)];
      await writer.ask(createGroup);
      await writer.ask(publish(0, "x".repeat(150)));
      expect(await greedy.ask(subscribe())).toMatchObject({ type: "subscribed" });
      expect(await greedy.ask(subscribe())).toEqual(error("keyserver/rate"));
      await writer.ask(append(0));
      expect(await greedy.ask(append(0))).toEqual(error("keyserver/rate"));
      clock.advance(6_000);
      expect(await greedy.ask(append(0))).toMatchObject({ type: "conflict" });
      expect(await greedy.ask(ping)).toMatchObject({ type: "ok" });
    });

    it("may follow only so many groups at once", async () => {
      const { core } = testServer({ subscriptionsPerConnection: 2 });
      const client = new TestClient(core);
      const groups = [1, 2, 3].map((byte) => asGroupId(new Uint8Array(16).fill(byte)));
      const follow = async (index: number) => {
        const id = groups[index] ?? groupId;
        await client.ask({ ...createGroup, groupId: id });
        return client.ask({ type: "subscribe", groupId: id, fromSequence: toSequence(0) });
      };
      expect(await follow(0)).toMatchObject({ type: "subscribed" });
      expect(await follow(1)).toMatchObject({ type: "subscribed" });
      expect(await follow(2)).toEqual(error("keyserver/limit"));
      expect(await follow(0)).toMatchObject({ type: "subscribed" });
      await client.ask({ type: "unsubscribe", groupId: groups[0] ?? groupId });
      expect(await follow(2)).toMatchObject({ type: "subscribed" });
    });
  });

  describe("knocking", () => {
    const knock = (content: string): Request => ({ type: "knock", groupId, blob: text(content) });

    it("is heard by those who follow the group, and told how many they are; the log does not keep it", async () => {
      const { core } = testServer();
      const [member, joiner] = [new TestClient(core), new TestClient(core)];
      expect(await joiner.ask(knock("a"))).toEqual(error("keyserver/unknown-group"));
      await member.ask(createGroup);
      expect(await joiner.ask(knock("a"))).toMatchObject({ type: "knocked", listeners: 0 });
      const subscribed = await member.ask(subscribe());
      expect(await joiner.ask(knock("b"))).toMatchObject({ type: "knocked", listeners: 1 });
      await member.until(() => member.knocks.length === 2);
      expect(member.knocks.map(({ sequence, epoch, blob }) => [sequence, epoch, textOf(blob)])).toEqual([
        [0, 0, "a"],
        [0, 0, "b"],
      ]);
      expect(await member.ask(createGroup)).toMatchObject({
        nextSequence: subscribed.type === "subscribed" ? subscribed.nextSequence : -1,
      });
    });

    it("is heard by who subscribes within ten seconds, and not later", async () => {
      const { core, clock } = testServer();
      const [early, late, joiner] = [new TestClient(core), new TestClient(core), new TestClient(core)];
      await early.ask(createGroup);
      await joiner.ask(knock("a"));
      clock.advance(9_999);
      await early.ask(subscribe());
      await early.until(() => early.knocks.length === 1);
      clock.advance(1);
      await late.ask(subscribe());
      await joiner.ask(knock("b"));
      await late.until(() => late.knocks.length > 0);
      expect(contents(late.knocks)).toEqual(["b"]);
    });

    it("waits in a bounded crowd: the newest are kept", async () => {
      const { core } = testServer({ knocksPerGroup: 2 });
      const [member, joiner] = [new TestClient(core), new TestClient(core)];
      await member.ask(createGroup);
      for (const content of ["a", "b", "c"]) await joiner.ask(knock(content));
      await member.ask(subscribe());
      await member.until(() => member.knocks.length === 2);
      expect(contents(member.knocks)).toEqual(["b", "c"]);
    });
  });

  describe("when time passes", () => {
    const TEN_MINUTES = 600_000;

    it("a group dies ten minutes after its last subscriber", async () => {
      const { core, clock, storage } = testServer();
      const [member, later] = [new TestClient(core), new TestClient(core)];
      await member.ask(createGroup);
      await member.ask(subscribe());
      clock.advance(TEN_MINUTES * 3);
      await core.tidy();
      expect(await storage.sizes()).toMatchObject({ groups: 1 });
      member.disconnect();
      clock.advance(TEN_MINUTES - 1);
      await core.tidy();
      expect(await later.ask(subscribe())).toMatchObject({ type: "subscribed" });
      await later.ask({ type: "unsubscribe", groupId });
      clock.advance(TEN_MINUTES - 1);
      await core.tidy();
      expect(await storage.sizes()).toMatchObject({ groups: 1 });
      clock.advance(1);
      await core.tidy();
      expect(await storage.sizes()).toEqual({ groups: 0, mailboxes: 0, bytes: 0 });
      expect(await later.ask(subscribe())).toEqual(error("keyserver/unknown-group"));
    });

    it("a subscriber whose group was removed by another process is told", async () => {
      const { core, clock, storage } = testServer();
      const member = new TestClient(core);
      await member.ask(createGroup);
      const subscription = member.tell(subscribe());
      await member.answerTo(subscription);
      await storage.sweep(clock.now() + TEN_MINUTES);
      await member.until(() => member.received.at(-1)?.type === "error");
      expect(member.received.at(-1)).toMatchObject({
        requestId: subscription,
        code: "keyserver/unknown-group",
      });
    });
  });
});

it("leaves no watch behind, whenever its client goes away", async () => {
  for (let turns = 0; turns < 60; turns += 1) {
    const late = delayedStorage(memoryStorage(defaultLimits.storage), new SeededRandom(turns));
    const { storage, count } = countedWatches(late);
    const { core } = serverOn(storage);
    const [member, client] = [new TestClient(core), new TestClient(core)];
    await member.ask(createGroup);
    client.tell(subscribe());
    client.tell(watch);
    for (let turn = 0; turn < turns; turn += 1) await settle();
    client.disconnect();
    // More turns than the store takes for all that a subscription asks of it.
    for (let turn = 0; turn < 150; turn += 1) await settle();
    expect(count()).toBe(0);
  }
});
