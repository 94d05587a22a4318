import { sha256 } from "@noble/hashes/sha2.js";
import { asMailboxId } from "@sotto/shared/ids";
import { describe, expect, it } from "vitest";
import { encodeClientMessage, type ServerMessage } from "../messages/index.ts";
import { memoryStorage, type Storage } from "./storage/index.ts";
import { groupId, mailboxId, serverOn, testServer, text, textOf, token } from "./testing/fixtures.ts";
import { append, createGroup, ping, watch } from "./testing/requests.ts";
import { TestClient, type Request } from "./testing/testClient.ts";

const MIB = 1024 * 1024;

const announcement = {
  type: "mailboxCreate",
  mailboxId,
  tokenHash: sha256(token),
  ttlSeconds: 45,
  blob: text("a"),
} satisfies Request;

const error = (code: string) => expect.objectContaining({ type: "error", code }) as ServerMessage;

/** Lets everything that waits for nothing but other promises happen. */
const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe("a client's session", () => {
  it("begins with the server's time", () => {
    const { core, clock } = testServer();
    const client = new TestClient(core);
    expect(client.received).toEqual([{ type: "hello", requestId: 0, timeMs: clock.now() }]);
  });

  it("answers each request under its number, in the order of the requests", async () => {
    const { core } = testServer();
    const client = new TestClient(core);
    client.tell(createGroup);
    client.tell(ping);
    await client.answerTo(client.tell(append(0)));
    expect(client.received.slice(1).map(({ type, requestId }) => [type, requestId])).toEqual([
      ["groupState", 1],
      ["ok", 2],
      ["appended", 3],
    ]);
  });

  describe("a private mailbox", () => {
    const post = (content: string): Request => ({ type: "post", mailboxId, blob: text(content) });
    const mailOf = (client: TestClient) =>
      client.received.flatMap((message) => (message.type === "mail" ? [textOf(message.blob)] : []));

    it("passes on what is posted, to who watched before and to who comes back soon after", async () => {
      const { core, clock } = testServer();
      const [joiner, member] = [new TestClient(core), new TestClient(core)];
      await joiner.ask(watch);
      expect(await member.ask(post("welcome"))).toMatchObject({ type: "ok" });
      await joiner.until(() => mailOf(joiner).length === 1);
      joiner.disconnect();
      const again = new TestClient(core);
      await again.ask(watch);
      await again.until(() => mailOf(again).length === 1);
      clock.advance(30_000);
      await again.ask(watch);
      await member.ask(post("later"));
      await again.until(() => mailOf(again).length > 1);
      expect([mailOf(joiner), mailOf(again)]).toEqual([["welcome"], ["welcome", "later"]]);
    });

    it("is one of only so many that a connection watches", async () => {
      const { core } = testServer({ watchesPerConnection: 1 });
      const client = new TestClient(core);
      expect(await client.ask(watch)).toMatchObject({ type: "ok" });
      expect(await client.ask(watch)).toMatchObject({ type: "ok" });
      const another = asMailboxId(new Uint8Array(16).fill(9));
      expect(await client.ask({ type: "watch", mailboxId: another })).toEqual(error("keyserver/limit"));
    });
  });

  it("serves announcements", async () => {
    const { core } = testServer();
    const client = new TestClient(core);
    expect(await client.ask({ type: "mailboxRead", mailboxId })).toMatchObject({
      type: "mailbox",
      found: false,
    });
    expect(await client.ask(announcement)).toMatchObject({ type: "mailbox", created: true });
    expect(await client.ask({ type: "mailboxRefresh", mailboxId, token, ttlSeconds: 9 })).toMatchObject({
      type: "ok",
    });
    expect(await client.ask({ type: "mailboxRead", mailboxId })).toMatchObject({
      found: true,
      created: false,
    });
    expect(await client.ask({ type: "mailboxRemove", mailboxId, token })).toMatchObject({ type: "ok" });
    expect(await client.ask({ type: "mailboxRefresh", mailboxId, token, ttlSeconds: 9 })).toEqual(
      error("keyserver/unknown-mailbox"),
    );
  });

  describe("under attack", () => {
    it("answers junk with a typed error, goes on, and hangs up when it does not stop", async () => {
      const { core } = testServer({ refusals: { burst: 3, perSecond: 1 } });
      const [client, other] = [new TestClient(core), new TestClient(core)];
      const bytes = encodeClientMessage({ type: "ping", requestId: 77 });
      client.tellBytes(new Uint8Array(0));
      client.tellBytes(Uint8Array.of(...bytes, 1));
      expect(client.received.slice(1)).toEqual([
        {
          type: "error",
          requestId: 0,
          code: "keyserver/malformed",
          message: "not a request of this protocol",
        },
        {
          type: "error",
          requestId: 77,
          code: "keyserver/malformed",
          message: "not a request of this protocol",
        },
      ]);
      expect(await client.ask(ping)).toMatchObject({ type: "ok" });
      client.tellBytes(bytes.subarray(0, 3));
      expect(client.closes).toEqual([]);
      client.tellBytes(text("GET / HTTP/1.1"));
      expect(client.closes).toEqual([1008]);
      const heard = client.received.length;
      client.tell(ping);
      await settle();
      expect(client.received.length).toBe(heard);
      expect(await other.ask(ping)).toMatchObject({ type: "ok" });
    });

    it("tells a blob that is too large from junk", () => {
      const { core } = testServer();
      const client = new TestClient(core);
      const knock = encodeClientMessage({
        type: "knock",
        requestId: 5,
        groupId,
        blob: new Uint8Array(64 * 1024),
      });
      const larger = new Uint8Array(knock.length + 1);
      larger.set(knock);
      larger[22 + 2] = 1;
      client.tellBytes(larger);
      expect(client.received.at(-1)).toMatchObject({ requestId: 5, code: "keyserver/too-large" });
    });

    it("hangs up on text", () => {
      const { core } = testServer();
      const client = new TestClient(core);
      client.tellText();
      expect(client.received.at(-1)).toMatchObject({ requestId: 0, code: "keyserver/malformed" });
      expect(client.closes).toEqual([1003]);
    });

    it("takes only so many requests, and more with time; those refused are not carried out", async () => {
      const { core, clock } = testServer({ requests: { burst: 2, perSecond: 1 } });
      const client = new TestClient(core);
      await client.ask(ping);
      await client.ask(ping);
      expect(await client.ask(createGroup)).toEqual(error("keyserver/rate"));
      clock.advance(1_000);
      expect(await client.ask(createGroup)).toMatchObject({ type: "groupState", created: true });
    });

    it("takes only so many bytes, each connection for itself", async () => {
      const { core, clock } = testServer({ receivedBytes: { burst: 200, perSecond: 100 } });
      const [client, other] = [new TestClient(core), new TestClient(core)];
      const post: Request = { type: "post", mailboxId, blob: new Uint8Array(100) };
      expect(await client.ask(post)).toMatchObject({ type: "ok" });
      expect(await client.ask(post)).toEqual(error("keyserver/rate"));
      expect(await other.ask(post)).toMatchObject({ type: "ok" });
      clock.advance(1_000);
      expect(await client.ask(post)).toMatchObject({ type: "ok" });
    });

    it("has a rate of its own for knocks, and for making groups and filling mailboxes", async () => {
      const { core, clock } = testServer({
        knocks: { burst: 1, perSecond: 1 },
        creations: { burst: 2, perSecond: 1 },
      });
      const client = new TestClient(core);
      const knock: Request = { type: "knock", groupId, blob: text("a") };
      expect(await client.ask(createGroup)).toMatchObject({ type: "groupState" });
      expect(await client.ask(announcement)).toMatchObject({ type: "mailbox" });
      expect(await client.ask(createGroup)).toEqual(error("keyserver/rate"));
      expect(await client.ask(announcement)).toEqual(error("keyserver/rate"));
      expect(await client.ask(knock)).toMatchObject({ type: "knocked" });
      expect(await client.ask(knock)).toEqual(error("keyserver/rate"));
      expect(await client.ask(ping)).toMatchObject({ type: "ok" });
      clock.advance(1_000);
      expect(await client.ask(knock)).toMatchObject({ type: "knocked" });
      expect(await client.ask(announcement)).toMatchObject({ type: "mailbox" });
    });

    it("takes no more from who does not read answers, until it reads", async () => {
      const { core } = testServer();
      const client = new TestClient(core);
      client.reads = false;
      for (let index = 0; index < 20; index += 1) client.tell(ping);
      await settle();
      expect(client.received.length).toBe(2);
      expect(client.held).toBe(true);
      client.readAgain();
      await client.until(() => client.received.length === 21);
      await settle();
      expect(client.held).toBe(false);
    });

    it("keeps a failing store from others' sight, and goes on when it works again", async () => {
      const working = memoryStorage({ groups: 9, mailboxes: 9, bytes: MIB, noteBytes: 10_000 });
      let broken = true;
      const storage: Storage = {
        ...working,
        mailboxes: {
          read: async (id) => {
            if (broken) throw new TypeError("a stack with a secret");
            return working.mailboxes.read(id);
          },
          write: (...args) => working.mailboxes.write(...args),
          remove: (...args) => working.mailboxes.remove(...args),
        },
      };
      const { core, failures } = serverOn(storage);
      const client = new TestClient(core);
      const answer = await client.ask({ type: "mailboxRead", mailboxId });
      expect(answer).toMatchObject({ code: "keyserver/internal", message: "the keyserver failed" });
      expect(failures.length).toBe(1);
      broken = false;
      expect(await client.ask({ type: "mailboxRead", mailboxId })).toMatchObject({ type: "mailbox" });
    });
  });
});
