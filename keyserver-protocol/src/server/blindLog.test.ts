import { asEpoch, type Epoch } from "@sotto/shared/ids";
import { beforeEach, describe, expect, it } from "vitest";
import {
  MAX_CONFLICT_BYTES,
  MAX_CONFLICT_ENTRIES,
  MAX_EPOCH,
  toSequence,
  type Conflict,
  type KeyserverErrorCode,
} from "../messages/index.ts";
import { BlindLog } from "./blindLog.ts";
import { defaultLimits } from "./limits.ts";
import { memoryStorage, type GroupLogs, type Storage } from "./storage/index.ts";
import { capabilityOf, groupId, hashOf, text, textOf } from "./testing/fixtures.ts";
import { VirtualClock } from "./testing/virtualClock.ts";
import { commitMark, messageMark, writers, type Marking } from "./testing/writers.ts";

describe("blind log", () => {
  let clock: VirtualClock;
  let storage: Storage;
  let log: BlindLog;

  beforeEach(() => {
    clock = new VirtualClock();
    storage = memoryStorage(defaultLimits.storage);
    log = new BlindLog(storage.logs, defaultLimits, clock);
  });

  const create = (epoch = 0) =>
    log.createGroup({ groupId, epoch: asEpoch(epoch), capabilityHash: hashOf(epoch), writers });

  const append = (
    epoch: number,
    blob = text(`commit ${epoch}`),
    capability = capabilityOf(epoch),
    marking: Marking = {},
  ) =>
    log.append({ groupId, epoch: asEpoch(epoch), capability, mark: commitMark(epoch, blob, marking), blob });

  /** What a writer publishes who has read the log to its end. */
  const publication = async (epoch: number, content: string, by = 0) => {
    const blob = text(content);
    const mark = messageMark(epoch, blob, (await log.last(groupId)).sequence, by);
    return { groupId, epoch: asEpoch(epoch), capability: capabilityOf(epoch), mark, blob };
  };

  const publish = async (epoch: number, content = "hi", by = 0) =>
    log.publish(await publication(epoch, content, by));

  async function conflict(epoch: number): Promise<Omit<Conflict, "requestId">> {
    const outcome = await append(epoch);
    if (outcome.type !== "conflict") throw new Error("not a conflict");
    return outcome;
  }

  /** The store, with something that happens once, just before the next call of that kind reaches it. */
  function interrupted(kind: "append" | "read"): {
    logs: GroupLogs;
    before: (happens: () => Promise<unknown>) => void;
  } {
    let next = async (): Promise<unknown> => undefined;
    const once = async (): Promise<void> => {
      const happens = next;
      next = async () => undefined;
      await happens();
    };
    const { logs } = storage;
    const through: GroupLogs = {
      create: (...args) => logs.create(...args),
      head: (...args) => logs.head(...args),
      append: (...args) => (kind === "append" ? once() : Promise.resolve()).then(() => logs.append(...args)),
      read: (...args) => (kind === "read" ? once() : Promise.resolve()).then(() => logs.read(...args)),
      trim: (...args) => logs.trim(...args),
      keep: (...args) => logs.keep(...args),
      watch: (...args) => logs.watch(...args),
    };
    return { logs: through, before: (happens) => (next = happens) };
  }

  const failsWith = (code: KeyserverErrorCode) => expect.objectContaining({ code }) as Error;

  it("creates a group once, and tells later callers how it stands", async () => {
    const made = await create(3);
    expect(made).toMatchObject({ epoch: 3, created: true });
    await append(3);
    const found = await create(9);
    expect(found).toEqual({
      type: "groupState",
      epoch: 4,
      nextSequence: made.nextSequence + 1,
      created: false,
    });
  });

  it("takes a commit of the current epoch, moves to the next, and asks for that one's capability", async () => {
    const { nextSequence } = await create();
    expect(await append(0)).toEqual({ type: "appended", epoch: 1, sequence: nextSequence });
    await expect(append(1, text("x"), capabilityOf(0))).rejects.toEqual(
      failsWith("keyserver/bad-capability"),
    );
    expect(await append(1)).toEqual({ type: "appended", epoch: 2, sequence: nextSequence + 1 });
  });

  it("refuses a capability that differs in one bit, at either end", async () => {
    await create();
    for (const at of [0, 31]) {
      const capability = capabilityOf(0);
      capability[at] = (capability[at] ?? 0) ^ 1;
      await expect(append(0, text("x"), capability)).rejects.toEqual(failsWith("keyserver/bad-capability"));
      await expect(log.publish({ ...(await publication(0, "x")), capability })).rejects.toEqual(
        failsWith("keyserver/bad-capability"),
      );
    }
    expect((await log.last(groupId)).kind).toBe("created");
  });

  it("puts application messages into the same order, in the epoch whose capability was shown", async () => {
    const { nextSequence } = await create();
    expect(await publish(0)).toEqual({ type: "published", sequence: nextSequence });
    await append(0);
    await expect(publish(0)).rejects.toEqual(failsWith("keyserver/bad-capability"));
    expect(await publish(1)).toEqual({ type: "published", sequence: nextSequence + 2 });
    const records = await storage.logs.read(groupId, nextSequence, { records: 9, bytes: 999 });
    expect(records.map(({ kind, epoch }) => [kind, epoch])).toEqual([
      ["application", 0],
      ["commit", 0],
      ["application", 1],
    ]);
  });

  it("knows no group that was not created", async () => {
    await expect(append(0)).rejects.toEqual(failsWith("keyserver/unknown-group"));
    await expect(publish(0)).rejects.toEqual(failsWith("keyserver/unknown-group"));
    await expect(log.last(groupId)).rejects.toEqual(failsWith("keyserver/unknown-group"));
    await expect(log.oldest(groupId)).rejects.toEqual(failsWith("keyserver/unknown-group"));
  });

  it("tells the loser of an epoch the winning commit and what follows it, not what came before", async () => {
    await create();
    await publish(0, "before");
    await append(0);
    await publish(1, "after");
    await append(1);
    const lost = await conflict(0);
    expect(lost).toMatchObject({ epoch: 2, complete: true });
    expect(lost.entries.map(({ blob }) => textOf(blob))).toEqual(["commit 0", "after", "commit 1"]);
    expect((await conflict(1)).entries.map(({ blob }) => textOf(blob))).toEqual(["commit 1"]);
  });

  it("shows what was missed to a loser without asking for a capability that it can not have", async () => {
    await create();
    await append(0);
    const outcome = await append(0, text("x"), capabilityOf(77));
    expect(outcome.type).toBe("conflict");
  });

  it("tells a caller that is ahead of the log that nothing was missed", async () => {
    await create(5);
    const footing = { epoch: 5, sequence: 0 };
    expect(await conflict(8)).toEqual({ type: "conflict", epoch: 5, entries: [], complete: true, footing });
  });

  it("cuts what was missed by number, and says so", async () => {
    await create();
    for (let epoch = 0; epoch <= MAX_CONFLICT_ENTRIES; epoch += 1) await append(epoch);
    const cut = await conflict(0);
    expect(cut.complete).toBe(false);
    expect(cut.entries.length).toBe(MAX_CONFLICT_ENTRIES);
    const whole = await conflict(1);
    expect([whole.complete, whole.entries.length]).toEqual([true, MAX_CONFLICT_ENTRIES]);
  });

  it("cuts what was missed by size, down to nothing, and says so", async () => {
    await create();
    await append(0, new Uint8Array(MAX_CONFLICT_BYTES));
    await append(1, new Uint8Array(1));
    expect(await conflict(0)).toMatchObject({ complete: false, entries: [{ epoch: 0 }] });
    await append(2, new Uint8Array(MAX_CONFLICT_BYTES + 1));
    expect(await conflict(2)).toMatchObject({ type: "conflict", epoch: 3, entries: [], complete: false });
  });

  it("leaves no hole in what was missed when the log is trimmed meanwhile", async () => {
    const { nextSequence } = await create();
    for (let index = 0; index < MAX_CONFLICT_ENTRIES - 4; index += 1) await publish(0);
    for (let epoch = 0; epoch < 20; epoch += 1) await append(epoch);
    const { logs, before } = interrupted("read");
    const trim = () => storage.logs.trim(groupId, { records: 5, bytes: MAX_CONFLICT_BYTES });
    // The reads are: the oldest entry, a page that ends among the commits, the page after it.
    before(async () => before(async () => before(trim)));
    log = new BlindLog(logs, defaultLimits, clock);
    const cut = await conflict(0);
    const winner = nextSequence + MAX_CONFLICT_ENTRIES - 4;
    expect(cut.entries.map(({ sequence }) => sequence)).toEqual([0, 1, 2, 3].map((index) => winner + index));
    expect(cut.complete).toBe(false);
  });

  it("lives on when somebody creates it anew", async () => {
    await create();
    clock.advance(defaultLimits.groupIdleMs - 1);
    await create();
    await storage.sweep(clock.now() + 1);
    expect(await append(0)).toMatchObject({ type: "appended" });
  });

  it("keeps a bounded log, and sends who fell out of it away", async () => {
    log = new BlindLog(storage.logs, { ...defaultLimits, retention: { records: 3, bytes: 1_000 } }, clock);
    const { nextSequence } = await create();
    for (let epoch = 0; epoch < 5; epoch += 1) await append(epoch);
    expect(await log.oldest(groupId)).toBe(nextSequence + 2);
    await expect(append(1)).rejects.toEqual(failsWith("keyserver/stale-epoch"));
    expect((await conflict(2)).entries.length).toBe(3);
  });

  it("keeps a bounded number of bytes, and always the newest record", async () => {
    log = new BlindLog(storage.logs, { ...defaultLimits, retention: { records: 99, bytes: 100 } }, clock);
    const { nextSequence } = await create();
    await append(0, new Uint8Array(60));
    await append(1, new Uint8Array(60));
    expect(await log.oldest(groupId)).toBe(nextSequence + 1);
    await append(2, new Uint8Array(600));
    expect(await log.oldest(groupId)).toBe(nextSequence + 2);
    expect((await log.last(groupId)).currentEpoch).toBe(3);
  });

  it("begins the places of a log that replaces a lost one above all places of that one", async () => {
    await create();
    for (let epoch = 0; epoch < 3; epoch += 1) await append(epoch);
    const lost = await log.last(groupId);
    clock.advance(60_000);
    log = new BlindLog(memoryStorage(defaultLimits.storage).logs, defaultLimits, clock);
    expect((await create(3)).nextSequence).toBeGreaterThan(lost.sequence);
  });

  it("has an end of epochs that no number passes", async () => {
    await log.createGroup({ groupId, epoch: MAX_EPOCH as Epoch, capabilityHash: hashOf(0), writers });
    const blob = text("x");
    const mark = commitMark(MAX_EPOCH, blob, { under: hashOf(0) });
    const last = { groupId, epoch: MAX_EPOCH as Epoch, capability: capabilityOf(0), mark, blob };
    await expect(log.append(last)).rejects.toEqual(failsWith("keyserver/limit"));
  });

  it("says that the store is full, and writes nothing then", async () => {
    storage = memoryStorage({ groups: 1, mailboxes: 1, bytes: 10_000, noteBytes: 10_000 });
    log = new BlindLog(storage.logs, defaultLimits, clock);
    await create();
    await expect(append(0, new Uint8Array(6_000))).rejects.toEqual(failsWith("keyserver/limit"));
    expect(await append(0, new Uint8Array(1))).toMatchObject({ type: "appended", epoch: 1 });
  });

  it("tries again when another process wrote in between, and loses the epoch only to a commit", async () => {
    await create();
    const other = new BlindLog(storage.logs, defaultLimits, clock);
    const { logs, before } = interrupted("append");
    log = new BlindLog(logs, defaultLimits, clock);
    const theirs = await publication(0, "theirs", 1);
    before(() => other.publish(theirs));
    expect(await append(0)).toMatchObject({ type: "appended", epoch: 1 });
    const blob = text("their commit");
    const rival = {
      groupId,
      epoch: asEpoch(1),
      capability: capabilityOf(1),
      mark: commitMark(1, blob, { by: 1 }),
    };
    before(() => other.append({ ...rival, blob }));
    const lost = await conflict(1);
    expect(lost.entries.map(({ blob }) => textOf(blob))).toEqual(["their commit"]);
    const sequences = await storage.logs.read(groupId, toSequence(0), { records: 99, bytes: 999 });
    expect(sequences.map(({ kind }) => kind)).toEqual(["created", "application", "commit", "commit"]);
  });

  it("gives up, without having written, on a store that always says that somebody else was first", async () => {
    await create();
    const hopeless: GroupLogs = Object.assign(Object.create(storage.logs) as GroupLogs, {
      head: () => storage.logs.head(groupId),
      append: async () => "conflict" as const,
    });
    log = new BlindLog(hopeless, defaultLimits, clock);
    await expect(append(0)).rejects.toEqual(failsWith("keyserver/internal"));
  });
});
