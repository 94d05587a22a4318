import { asEpoch, asGroupId, asMailboxId } from "@sotto/shared/ids";
import { describe, expect, it } from "vitest";
import { toSequence } from "../../../messages/index.ts";
import { delayedStorage } from "../../testing/delayedStorage.ts";
import { groupId, hashOf, mailboxId, otherGroupId } from "../../testing/fixtures.ts";
import { SeededRandom } from "../../testing/seededRandom.ts";
import { recordOf } from "../../testing/records.ts";
import { storageContract } from "../storageContract.ts";
import { knocksOf, NO_REVISION, type LogRecord, type Revision, type Storage } from "../storage.ts";
import { memoryStorage } from "./index.ts";

const bounds = { groups: 8, mailboxes: 8, bytes: 1024 * 1024, noteBytes: 1024 * 1024 };

storageContract("memory", async () => memoryStorage(bounds));
storageContract("memory, answering late", async () =>
  delayedStorage(memoryStorage(bounds), new SeededRandom(1)),
);

const KEPT_UNTIL = 1_000;

function record(sequence: number, bytes: number): LogRecord {
  const place = {
    sequence: toSequence(sequence),
    epoch: asEpoch(0),
    blob: new Uint8Array(bytes),
    currentEpoch: asEpoch(0),
    capabilityHash: hashOf(0),
  };
  return sequence === 1 ? { ...recordOf("created", place), writers: [] } : recordOf("application", place);
}

async function revision(storage: Storage): Promise<Revision> {
  return (await storage.logs.head(groupId))?.revision ?? NO_REVISION;
}

describe("memory store", () => {
  it("refuses a group, and a mailbox, above the allowed number, and takes one when another has gone", async () => {
    const storage = memoryStorage({ ...bounds, groups: 1, mailboxes: 1 });
    const mailbox = { tokenHash: new Uint8Array(32), blob: new Uint8Array(1), expiresAtMs: KEPT_UNTIL };
    const otherMailbox = asMailboxId(new Uint8Array(16));
    expect(await storage.logs.create(groupId, record(1, 0), KEPT_UNTIL)).toBe("stored");
    expect(await storage.logs.create(otherGroupId, record(1, 0), KEPT_UNTIL)).toBe("full");
    expect(await storage.mailboxes.write(mailboxId, NO_REVISION, mailbox)).toBe("stored");
    expect(await storage.mailboxes.write(otherMailbox, NO_REVISION, mailbox)).toBe("full");
    await storage.sweep(KEPT_UNTIL);
    expect(await storage.logs.create(otherGroupId, record(1, 0), KEPT_UNTIL)).toBe("stored");
    expect(await storage.mailboxes.write(otherMailbox, NO_REVISION, mailbox)).toBe("stored");
  });

  it("refuses what has no room, loses nothing by it, and finds room where something was trimmed", async () => {
    const storage = memoryStorage({ ...bounds, bytes: 10_000, noteBytes: 6_000 });
    await storage.logs.create(groupId, record(1, 0), KEPT_UNTIL);
    expect(await storage.logs.append(groupId, await revision(storage), record(2, 5_000))).toBe("stored");
    expect(await storage.logs.append(groupId, await revision(storage), record(3, 5_000))).toBe("full");
    const knock = () => storage.notes.leave(knocksOf(groupId), new Uint8Array(5_000), KEPT_UNTIL, 9);
    expect([await knock(), await knock()]).toEqual(["stored", "full"]);
    expect((await storage.logs.head(groupId))?.record.sequence).toBe(2);
    expect(await storage.logs.append(groupId, await revision(storage), record(3, 1))).toBe("stored");
    await storage.logs.trim(groupId, { records: 1, bytes: 10_000 });
    expect(await storage.logs.append(groupId, await revision(storage), record(4, 5_000))).toBe("stored");
  });

  it("has all its room back when everything is over", async () => {
    const storage = memoryStorage(bounds);
    const random = new SeededRandom(3);
    for (let index = 0; index < 40; index += 1) {
      const id = new Uint8Array(16).fill(random.below(4));
      const blob = random.bytes(random.below(200));
      await storage.logs.create(asGroupId(id), record(1, 0), KEPT_UNTIL);
      const head = await storage.logs.head(asGroupId(id));
      if (head !== undefined) {
        await storage.logs.append(
          asGroupId(id),
          head.revision,
          record(head.record.sequence + 1, blob.length),
        );
        await storage.logs.trim(asGroupId(id), { records: 3, bytes: 500 });
      }
      await storage.notes.leave(knocksOf(asGroupId(id)), blob, KEPT_UNTIL, 2);
      const mailbox = { tokenHash: new Uint8Array(32), blob, expiresAtMs: KEPT_UNTIL };
      const held = await storage.mailboxes.read(asMailboxId(id));
      await storage.mailboxes.write(asMailboxId(id), held?.revision ?? NO_REVISION, mailbox);
      if (random.below(3) === 0 && held !== undefined)
        await storage.mailboxes.remove(asMailboxId(id), held.revision);
    }
    expect((await storage.sizes()).bytes).toBeGreaterThan(0);
    await storage.sweep(KEPT_UNTIL);
    expect(await storage.sizes()).toEqual({ groups: 0, mailboxes: 0, bytes: 0 });
  });
});
