import { spawn } from "node:child_process";
import { once } from "node:events";
import { connect } from "node:net";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { asEpoch, asMailboxId } from "@sotto/shared/ids";
import { afterEach, describe, expect, it } from "vitest";
import { encodeClientMessage, MAX_MESSAGE_BYTES, MAX_POST_BYTES } from "../messages/index.ts";
import { startKeyserver, type Keyserver, type KeyserverOptions } from "./keyserver.ts";
import { capabilityOf, groupId, mailboxId, text } from "./testing/fixtures.ts";
import { createGroup, ping, publish, subscribe, watch } from "./testing/requests.ts";
import { SeededRandom } from "./testing/seededRandom.ts";
import { SocketClient } from "./testing/socketClient.ts";
import { commitMark } from "./testing/writers.ts";
import { VirtualClock } from "./testing/virtualClock.ts";

const MIB = 1024 * 1024;

describe("keyserver", () => {
  const cleanups: (() => unknown)[] = [];

  afterEach(async () => {
    for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
  });

  async function start(options: Partial<KeyserverOptions> = {}): Promise<Keyserver> {
    const keyserver = await startKeyserver({ host: "127.0.0.1", port: 0, ...options });
    cleanups.push(() => keyserver.close());
    return keyserver;
  }

  async function open({ port }: Keyserver, options?: { autoPong: boolean }): Promise<SocketClient> {
    const client = await SocketClient.open(`ws://127.0.0.1:${port}`, options);
    cleanups.push(() => client.socket.terminate());
    return client;
  }

  it("carries a call's handshakes between sockets", async () => {
    const keyserver = await start();
    const [writer, reader] = [await open(keyserver), await open(keyserver)];
    expect(writer.received[0]).toMatchObject({ type: "hello" });
    expect(await writer.ask(createGroup)).toMatchObject({ type: "groupState", created: true });
    expect(await reader.ask(subscribe())).toMatchObject({ type: "subscribed", epoch: 0 });
    const blob = new SeededRandom(1).bytes(MIB);
    const commit = {
      type: "append",
      groupId,
      epoch: asEpoch(0),
      capability: capabilityOf(0),
      mark: commitMark(0, blob),
      blob,
    } as const;
    expect(await writer.ask(commit)).toMatchObject({ type: "appended", epoch: 1 });
    await reader.until(() => reader.entries.length === 1);
    expect(reader.entries[0]).toMatchObject({ kind: "commit", epoch: 0 });
    expect(Buffer.compare(reader.entries[0]?.blob ?? new Uint8Array(0), commit.blob)).toBe(0);
    expect(await reader.ask(commit)).toMatchObject({
      type: "conflict",
      epoch: 1,
      entries: [],
      complete: false,
    });
  });

  it("answers a health check, and nothing else over HTTP", async () => {
    const { port } = await start();
    const health = await fetch(`http://127.0.0.1:${port}/healthz`);
    expect([health.status, await health.text()]).toEqual([200, "ok\n"]);
    expect((await fetch(`http://127.0.0.1:${port}/`)).status).toBe(404);
  });

  it("offers no compression", async () => {
    const client = await open(await start());
    expect(client.socket.extensions).toBe("");
  });

  it("carries the longest mail, and hangs up on one byte more than any message has, on that client only", async () => {
    const keyserver = await start();
    const [sender, receiver] = [await open(keyserver), await open(keyserver)];
    await receiver.ask(watch);
    const blob = new Uint8Array(MAX_POST_BYTES).fill(5);
    expect(await sender.ask({ type: "post", mailboxId, blob })).toMatchObject({ type: "ok" });
    await receiver.until(() => receiver.received.some(({ type }) => type === "mail"));
    sender.socket.send(new Uint8Array(MAX_MESSAGE_BYTES + 1));
    expect(await sender.closed).toBe(1009);
    expect(await receiver.ask(ping)).toMatchObject({ type: "ok" });
  });

  it("hangs up on text after a typed error", async () => {
    const client = await open(await start());
    client.socket.send("hello");
    expect(await client.closed).toBe(1003);
    expect(client.received.at(-1)).toMatchObject({ type: "error", code: "keyserver/malformed" });
  });

  it("lives on, and serves others, whatever bytes come", async () => {
    const random = new SeededRandom(20);
    const failures: string[] = [];
    const logger = { info: () => undefined, warn: (_: object, message: string) => failures.push(message) };
    const keyserver = await start({ logger });
    const other = await open(keyserver);
    await other.ask(createGroup);
    for (let round = 0; round < 10; round += 1) {
      const attacker = await open(keyserver);
      for (let index = 0; index < 100; index += 1) {
        const valid = encodeClientMessage({
          ...publish(0, "x".repeat(random.below(50))),
          requestId: 1 + random.below(1000),
        });
        const [at, length] = [random.below(valid.length), random.below(valid.length + 1)];
        valid[at] = random.below(256);
        attacker.socket.send(
          random.below(2) === 0 ? valid.subarray(0, length) : random.bytes(random.below(200)),
        );
      }
      expect(await attacker.closed).toBe(1008);
    }
    const raw = connect(keyserver.port, "127.0.0.1");
    raw.end("GET / HTTP/1.1\r\nUpgrade: websocket\r\n\r\n\x00\xff\xfe");
    raw.resume();
    await once(raw, "close");
    expect(await other.ask(publish(0, "still here"))).toMatchObject({ type: "published" });
    expect(failures).toEqual([]);
  });

  it("hangs up on a broken WebSocket frame, on that client only", async () => {
    const keyserver = await start();
    const [attacker, other] = [await open(keyserver), await open(keyserver)];
    // An unmasked frame with reserved bits set, where a client must mask and the bits have no meaning.
    attacker.rawSocket.write(Uint8Array.of(0xf2, 0x01, 0x00));
    await attacker.closed;
    expect(await other.ask(ping)).toMatchObject({ type: "ok" });
  });

  it("accepts only so many connections, and another when one has gone", async () => {
    const keyserver = await start({ limits: { connections: 2 } });
    const [first] = [await open(keyserver), await open(keyserver)];
    await expect(open(keyserver)).rejects.toThrow("503");
    expect((await fetch(`http://127.0.0.1:${keyserver.port}/healthz`)).status).toBe(200);
    first.socket.close();
    await first.closed;
    const third = await open(keyserver);
    expect(await third.ask(ping)).toMatchObject({ type: "ok" });
  });

  it("cuts who answers no pings, and keeps who does", async () => {
    const clock = new VirtualClock();
    const keyserver = await start({ clock, limits: { keepaliveMs: 1_000 } });
    const [dead, alive] = [await open(keyserver, { autoPong: false }), await open(keyserver)];
    let cut = false;
    void dead.closed.then(() => (cut = true));
    for (let round = 0; round < 2; round += 1) {
      const pinged = [once(dead.socket, "ping"), once(alive.socket, "ping")];
      clock.advance(1_000);
      await Promise.all(pinged);
      await alive.exchangePing();
    }
    expect(cut).toBe(false);
    clock.advance(1_000);
    expect(await dead.closed).toBe(1006);
    await alive.exchangePing();
    expect(await alive.ask(ping)).toMatchObject({ type: "ok" });
  });

  it("cuts a reader that lets too much pile up, and serves the others", async () => {
    const keyserver = await start({ limits: { unsentBytes: MIB } });
    const [slow, writer] = [await open(keyserver), await open(keyserver)];
    const mailboxes = Array.from({ length: 16 }, (_, index) => asMailboxId(new Uint8Array(16).fill(index)));
    for (const id of mailboxes) await slow.ask({ type: "watch", mailboxId: id });
    slow.rawSocket.pause();
    for (const id of mailboxes) {
      const post = { type: "post", mailboxId: id, blob: new Uint8Array(MIB / 2) } as const;
      for (let mail = 0; mail < 2; mail += 1) expect(await writer.ask(post)).toMatchObject({ type: "ok" });
    }
    slow.rawSocket.resume();
    expect(await slow.closed).toBe(1006);
    expect(await writer.ask(ping)).toMatchObject({ type: "ok" });
  });

  it("keeps a group while it is followed, and removes it later", async () => {
    const clock = new VirtualClock();
    const lines: object[] = [];
    let notice = (): void => undefined;
    const logger = {
      info: (fields: object) => {
        lines.push(fields);
        notice();
      },
      warn: () => undefined,
    };
    const tidied = () => new Promise<void>((resolve) => (notice = resolve));
    const keyserver = await start({
      clock,
      logger,
      limits: { sweepMs: 60_000, groupIdleMs: 60_000, keepaliveMs: 1e9 },
    });
    const client = await open(keyserver);
    await client.ask(createGroup);
    await client.ask(subscribe());
    for (let minute = 0; minute < 3; minute += 1) {
      const done = tidied();
      clock.advance(60_000);
      await done;
    }
    expect(await client.ask(publish(0, "a"))).toMatchObject({ type: "published" });
    await client.ask({ type: "unsubscribe", groupId });
    const done = tidied();
    clock.advance(60_000);
    await done;
    expect(await client.ask(publish(0, "b"))).toMatchObject({ code: "keyserver/unknown-group" });
    expect(lines.at(-1)).toEqual({ connections: 1, groups: 0, mailboxes: 0, bytes: 0 });
  });

  it("shows all that it hears and says to a tap", async () => {
    const heard: Uint8Array[] = [];
    const said: Uint8Array[] = [];
    const keyserver = await start({
      tap: (direction, bytes) => (direction === "in" ? heard : said).push(bytes),
    });
    const client = await open(keyserver);
    await client.ask(ping);
    expect(heard).toEqual([Buffer.from(encodeClientMessage({ type: "ping", requestId: 1 }))]);
    expect(said.map((bytes) => bytes[1])).toEqual([0x8c, 0x8a]);
  });

  it("writes no id, no content and no address to its log", async () => {
    const lines: string[] = [];
    const note = (fields: object, message: string) => lines.push(JSON.stringify(fields) + message);
    const clock = new VirtualClock();
    const keyserver = await start({ clock, logger: { info: note, warn: note } });
    const client = await open(keyserver);
    await client.ask(createGroup);
    await client.ask(publish(0, "a secret"));
    await client.ask(subscribe());
    client.socket.send(text("junk with a secret"));
    clock.advance(5_000);
    await keyserver.close();
    expect(lines).toEqual([
      `{"connections":1,"groups":1,"mailboxes":0,"bytes":${520 + createGroup.writers.length * 32}}holding`,
    ]);
  });

  it("says goodbye when it closes, frees its port, and waits for nobody who does not answer", async () => {
    const keyserver = await start();
    const [polite, silent] = [await open(keyserver), await open(keyserver)];
    silent.rawSocket.pause();
    await keyserver.close();
    expect(await polite.closed).toBe(1001);
    const again = await start({ port: keyserver.port });
    expect(again.port).toBe(keyserver.port);
  });

  it("rejects when its port is taken", async () => {
    const { port } = await start();
    await expect(startKeyserver({ host: "127.0.0.1", port })).rejects.toThrow("EADDRINUSE");
  });

  it("runs from the command line, says where it listens, and ends on SIGTERM", async () => {
    const main = fileURLToPath(new URL("main.ts", import.meta.url));
    const child = spawn(process.execPath, ["--import", "tsx", main, "--host", "127.0.0.1", "--port", "0"], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    cleanups.push(() => child.kill("SIGKILL"));
    const [line] = (await once(createInterface(child.stdout), "line")) as [string];
    const { msg, port } = JSON.parse(line) as { msg: string; port: number };
    expect(msg).toBe("listening");
    const client = await SocketClient.open(`ws://127.0.0.1:${port}`);
    expect(await client.ask(ping)).toMatchObject({ type: "ok" });
    child.kill("SIGTERM");
    expect(await client.closed).toBe(1001);
    const [code] = (await once(child, "exit")) as [number | null];
    expect(code).toBe(0);
  });
});
