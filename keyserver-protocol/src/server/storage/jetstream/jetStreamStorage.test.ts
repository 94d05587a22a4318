import { connect } from "@nats-io/transport-node";
import { jetstreamManager } from "@nats-io/jetstream";
import { asEpoch } from "@sotto/shared/ids";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { toSequence } from "../../../messages/index.ts";
import { groupId, hashOf, mailboxId, text, textOf } from "../../testing/fixtures.ts";
import { natsProgram, startNats, type NatsServer } from "../../testing/natsServer.ts";
import { recordOf } from "../../testing/records.ts";
import { storageContract } from "../storageContract.ts";
import { knocksOf, NO_REVISION, type LogRecord, type Storage } from "../storage.ts";
import { jetStreamStorage } from "./index.ts";

const MIB = 1024 * 1024;
const bounds = { groups: 8, mailboxes: 8, bytes: 32 * MIB, noteBytes: 8 * MIB };
const FOREVER = Number.MAX_SAFE_INTEGER;
const program = natsProgram();
if (program === undefined) {
  process.stderr.write(
    "No NATS server here (Debian: nats-server): the JetStream store's tests were NOT run.\n",
  );
}

function record(sequence: number, content = ""): LogRecord {
  return recordOf(sequence === 1 ? "created" : "commit", {
    sequence: toSequence(sequence),
    epoch: asEpoch(1),
    blob: text(content),
    currentEpoch: asEpoch(2),
    capabilityHash: hashOf(7),
  });
}

describe.runIf(program !== undefined)("JetStream store", () => {
  let nats: NatsServer;
  let count = 0;

  beforeAll(async () => {
    nats = await startNats(program ?? "");
  });
  afterAll(() => nats.stop());

  /** Another process's view of the same store has the same name. */
  const open = (name = `test${(count += 1)}`, over = {}): Promise<Storage> =>
    jetStreamStorage({ servers: [nats.url], name, bounds: { ...bounds, ...over } });

  storageContract("JetStream", () => open());

  it("lets one of several servers win an append, and shows all of them the same log", async () => {
    const [one, other] = [await open("shared"), await open("shared")];
    await one.logs.create(groupId, record(1), FOREVER);
    for (let sequence = 2; sequence <= 20; sequence += 1) {
      const heads = [await one.logs.head(groupId), await other.logs.head(groupId)];
      const outcomes = await Promise.all([
        one.logs.append(groupId, heads[0]?.revision ?? NO_REVISION, record(sequence, "one")),
        other.logs.append(groupId, heads[1]?.revision ?? NO_REVISION, record(sequence, "other")),
      ]);
      expect(outcomes.toSorted()).toEqual(["conflict", "stored"]);
    }
    const limit = { records: 100, bytes: MIB };
    const seen = await one.logs.read(groupId, toSequence(0), limit);
    expect(seen.map(({ sequence }) => sequence)).toEqual(Array.from({ length: 20 }, (_, index) => index + 1));
    expect(await other.logs.read(groupId, toSequence(0), limit)).toEqual(seen);
    await Promise.all([one.close(), other.close()]);
  });

  it("tells a watcher at one server what was written, left and removed at another", async () => {
    const [one, other] = [await open("watched"), await open("watched")];
    await one.logs.create(groupId, record(1), 1_000);
    const heard = new Set<string>();
    let notice = (): void => undefined;
    const hear = (what: string) => (event: string) => {
      heard.add(`${what} ${event}`);
      notice();
    };
    const until = async (event: string): Promise<void> => {
      while (!heard.has(event)) await new Promise<void>((resolve) => (notice = resolve));
      heard.delete(event);
    };
    await other.logs.watch(groupId, hear("log"));
    await other.notes.watch(knocksOf(groupId), hear("knock"));
    await one.logs.append(groupId, (await one.logs.head(groupId))?.revision ?? NO_REVISION, record(2, "new"));
    let content = "";
    // The creation before it may be told late.
    while (content !== "new") {
      await until("log changed");
      const [seen] = await other.logs.read(groupId, toSequence(2), { records: 1, bytes: MIB });
      content = textOf(seen?.blob ?? new Uint8Array());
    }
    await one.notes.leave(knocksOf(groupId), text("knock"), FOREVER, 4);
    await until("knock changed");
    await one.sweep(1_000);
    await until("log removed");
    await Promise.all([one.close(), other.close()]);
  });

  it("takes a mark of removal that a server left behind for an empty mailbox", async () => {
    const storage = await open("marks");
    const mailbox = { tokenHash: new Uint8Array(32), blob: text("a"), expiresAtMs: FOREVER };
    const connection = await connect({ servers: [nats.url] });
    const id = Buffer.from(mailboxId).toString("hex");
    connection.publish(`marks.mailbox.${id}`, new Uint8Array());
    await connection.flush();
    expect(await storage.mailboxes.read(mailboxId)).toBeUndefined();
    expect(await storage.mailboxes.write(mailboxId, NO_REVISION, mailbox)).toBe("stored");
    await connection.close();
    await storage.close();
  });

  it("refuses what it has no room for, and goes on with what it has", async () => {
    const storage = await open("small", { groups: 1, mailboxes: 1, bytes: 64 * 1024, noteBytes: 4_096 });
    expect(await storage.logs.create(groupId, record(1), FOREVER)).toBe("stored");
    const revision = (await storage.logs.head(groupId))?.revision ?? NO_REVISION;
    const large = { ...record(2), blob: new Uint8Array(128 * 1024) };
    expect(await storage.logs.append(groupId, revision, large)).toBe("full");
    expect(await storage.logs.append(groupId, revision, record(2, "small"))).toBe("stored");
    expect(await storage.notes.leave(knocksOf(groupId), new Uint8Array(8_192), FOREVER, 4)).toBe("full");
    await storage.close();
  });

  it("does not open over a NATS server that takes no messages as long as ours", async () => {
    const narrow = await startNats(program ?? "", MIB);
    const opening = jetStreamStorage({ servers: [narrow.url], bounds });
    await expect(opening).rejects.toMatchObject({ code: "keyserver/storage" });
    await narrow.stop();
  });

  it("keeps nothing on disk", async () => {
    const storage = await open("memoryonly");
    const connection = await connect({ servers: [nats.url] });
    const manager = await jetstreamManager(connection);
    const kinds: string[] = [];
    for await (const { config } of manager.streams.list()) kinds.push(config.storage);
    expect(kinds.length).toBeGreaterThan(0);
    expect(new Set(kinds)).toEqual(new Set(["memory"]));
    await connection.close();
    await storage.close();
  });
});
