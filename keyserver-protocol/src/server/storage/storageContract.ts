import { asEpoch } from "@sotto/shared/ids";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { toSequence, type Sequence } from "../../messages/index.ts";
import { groupId, hashOf, mailboxId, otherGroupId, text, textOf } from "../testing/fixtures.ts";
import { recordOf } from "../testing/records.ts";
import {
  knocksOf,
  mailOf,
  NO_REVISION,
  type LogHead,
  type LogRecord,
  type Revision,
  type Storage,
  type StoredMailbox,
  type WatchEvent,
} from "./storage.ts";

const FIRST = 500;
const ALL = { records: 1_000, bytes: 1_000_000 };
const FOREVER = Number.MAX_SAFE_INTEGER;

function record(sequence: number, content = ""): LogRecord {
  return recordOf(sequence === FIRST ? "created" : sequence % 2 === 0 ? "commit" : "application", {
    sequence: toSequence(sequence),
    epoch: asEpoch(7),
    blob: text(content),
    currentEpoch: asEpoch(7),
    capabilityHash: hashOf(7),
  });
}

/** What every store must do. `open` gives an empty store with room for what the tests write. */
export function storageContract(name: string, open: () => Promise<Storage>): void {
  describe(`${name} keeps the contract of a store`, () => {
    let storage: Storage;

    beforeEach(async () => {
      storage = await open();
    });

    afterEach(() => storage.close());

    async function head(): Promise<LogHead> {
      const found = await storage.logs.head(groupId);
      if (found === undefined) throw new Error("no log");
      return found;
    }

    /** A log with the first record and that many more. */
    async function fill(count: number, content = ""): Promise<void> {
      await storage.logs.create(groupId, record(FIRST), FOREVER);
      for (let index = 1; index <= count; index += 1) {
        const { revision } = await head();
        expect(await storage.logs.append(groupId, revision, record(FIRST + index, content))).toBe("stored");
      }
    }

    async function sequences(from: number, limit = ALL): Promise<Sequence[]> {
      const page = await storage.logs.read(groupId, toSequence(from), limit);
      return page.map(({ sequence }) => sequence);
    }

    /** Events of a watch; `next` resolves when there is one more than were taken. */
    function listener(): {
      readonly heard: WatchEvent[];
      hear: (event: WatchEvent) => void;
      next: () => Promise<void>;
    } {
      const heard: WatchEvent[] = [];
      let notice = (): void => undefined;
      return {
        heard,
        hear: (event) => {
          heard.push(event);
          notice();
        },
        next: () => (heard.length > 0 ? Promise.resolve() : new Promise((resolve) => (notice = resolve))),
      };
    }

    describe("logs", () => {
      it("has none that was not created", async () => {
        expect(await storage.logs.head(groupId)).toBeUndefined();
        expect(await sequences(0)).toEqual([]);
        expect(await storage.logs.keep(groupId, FOREVER)).toBe(false);
        expect(await storage.logs.append(groupId, NO_REVISION, record(FIRST))).toBe("conflict");
        await storage.logs.trim(groupId, ALL);
        expect(await storage.logs.head(groupId)).toBeUndefined();
      });

      it("creates one once, and gives its record back whole", async () => {
        expect(await storage.logs.create(groupId, record(FIRST, "first"), FOREVER)).toBe("stored");
        expect(await storage.logs.create(groupId, record(FIRST, "second"), FOREVER)).toBe("conflict");
        expect((await head()).record).toEqual(record(FIRST, "first"));
        expect(await storage.logs.head(otherGroupId)).toBeUndefined();
      });

      it("creates one once though many try at the same time", async () => {
        const outcomes = await Promise.all(
          Array.from({ length: 8 }, () => storage.logs.create(groupId, record(FIRST), FOREVER)),
        );
        expect(outcomes.filter((outcome) => outcome === "stored").length).toBe(1);
        expect(outcomes.filter((outcome) => outcome === "conflict").length).toBe(7);
      });

      it("appends only to the revision that is expected", async () => {
        await fill(0);
        const { revision } = await head();
        expect(await storage.logs.append(groupId, revision, record(FIRST + 1, "a"))).toBe("stored");
        expect(await storage.logs.append(groupId, revision, record(FIRST + 1, "b"))).toBe("conflict");
        expect(await storage.logs.append(groupId, NO_REVISION, record(FIRST + 1, "c"))).toBe("conflict");
        expect(textOf((await head()).record.blob)).toBe("a");
        expect(await sequences(0)).toEqual([FIRST, FIRST + 1]);
      });

      it("lets one of many appends to the same revision win", async () => {
        await fill(3);
        const { revision } = await head();
        const outcomes = await Promise.all(
          Array.from({ length: 8 }, () => storage.logs.append(groupId, revision, record(FIRST + 4))),
        );
        expect(outcomes.filter((outcome) => outcome === "stored").length).toBe(1);
        expect(await sequences(FIRST + 4)).toEqual([FIRST + 4]);
      });

      it("reads from a sequence on, from the oldest one if that is later, and nothing past the end", async () => {
        await fill(4);
        expect(await sequences(0)).toEqual([500, 501, 502, 503, 504]);
        expect(await sequences(503)).toEqual([503, 504]);
        expect(await sequences(505)).toEqual([]);
        expect(await sequences(9_999)).toEqual([]);
      });

      it("reads no more than asked for, but at least one record", async () => {
        await fill(4, "0123456789");
        expect(await sequences(501, { records: 2, bytes: 1_000 })).toEqual([501, 502]);
        expect(await sequences(501, { records: 10, bytes: 25 })).toEqual([501, 502]);
        expect(await sequences(501, { records: 10, bytes: 1 })).toEqual([501]);
      });

      it("trims from the old end to either extent, never the last record", async () => {
        await fill(5, "0123456789");
        await storage.logs.trim(groupId, { records: 4, bytes: 1_000 });
        expect(await sequences(0)).toEqual([502, 503, 504, 505]);
        await storage.logs.trim(groupId, { records: 4, bytes: 29 });
        expect(await sequences(0)).toEqual([504, 505]);
        await storage.logs.trim(groupId, { records: 0, bytes: 0 });
        expect(await sequences(0)).toEqual([505]);
        expect(await storage.logs.append(groupId, (await head()).revision, record(506))).toBe("stored");
      });

      it("sweeps a log whose time is over, not one that was kept on", async () => {
        await storage.logs.create(groupId, record(FIRST), 1_000);
        await storage.logs.create(otherGroupId, record(FIRST), 1_000);
        expect(await storage.logs.keep(otherGroupId, 2_000)).toBe(true);
        expect(await storage.logs.keep(otherGroupId, 1_500)).toBe(true);
        await storage.sweep(999);
        expect(await storage.logs.head(groupId)).toBeDefined();
        await storage.sweep(1_999);
        expect(await storage.logs.head(groupId)).toBeUndefined();
        expect(await storage.logs.head(otherGroupId)).toBeDefined();
      });

      it("does not take a revision of a log that was removed for one of its successor", async () => {
        await storage.logs.create(groupId, record(FIRST), 1_000);
        const { revision } = await head();
        await storage.sweep(1_000);
        await storage.logs.create(groupId, record(FIRST), FOREVER);
        expect(await storage.logs.append(groupId, revision, record(FIRST + 1))).toBe("conflict");
      });

      it("tells a watcher of each change to its log, and of its removal, until it stops watching", async () => {
        const mine = listener();
        const stopped = listener();
        await storage.logs.create(groupId, record(FIRST), 1_000);
        await storage.logs.watch(groupId, mine.hear);
        (await storage.logs.watch(groupId, stopped.hear))();
        await storage.logs.create(otherGroupId, record(FIRST), FOREVER);
        await storage.logs.append(groupId, (await head()).revision, record(FIRST + 1));
        await mine.next();
        expect(mine.heard).toEqual(["changed"]);
        mine.heard.length = 0;
        await storage.sweep(1_000);
        await mine.next();
        expect(mine.heard).toEqual(["removed"]);
        expect(stopped.heard).toEqual([]);
      });
    });

    describe("mailboxes", () => {
      const mailbox = (content: string, expiresAtMs = FOREVER): StoredMailbox => ({
        tokenHash: new Uint8Array(32).fill(6),
        blob: text(content),
        expiresAtMs,
      });

      async function revisionOf(): Promise<Revision> {
        return (await storage.mailboxes.read(mailboxId))?.revision ?? NO_REVISION;
      }

      it("writes only over what is expected, and gives it back whole", async () => {
        expect(await storage.mailboxes.read(mailboxId)).toBeUndefined();
        expect(await storage.mailboxes.write(mailboxId, NO_REVISION, mailbox("a"))).toBe("stored");
        expect(await storage.mailboxes.write(mailboxId, NO_REVISION, mailbox("b"))).toBe("conflict");
        expect((await storage.mailboxes.read(mailboxId))?.mailbox).toEqual(mailbox("a"));
        const revision = await revisionOf();
        expect(await storage.mailboxes.write(mailboxId, revision, mailbox("c"))).toBe("stored");
        expect(await storage.mailboxes.write(mailboxId, revision, mailbox("d"))).toBe("conflict");
        expect((await storage.mailboxes.read(mailboxId))?.mailbox).toEqual(mailbox("c"));
      });

      it("lets one of many first writers win", async () => {
        const outcomes = await Promise.all(
          Array.from({ length: 8 }, (_, index) =>
            storage.mailboxes.write(mailboxId, NO_REVISION, mailbox(String(index))),
          ),
        );
        expect(outcomes.filter((outcome) => outcome === "stored").length).toBe(1);
      });

      it("removes only what is expected; what was removed can be written anew, not over its old revision", async () => {
        await storage.mailboxes.write(mailboxId, NO_REVISION, mailbox("a"));
        const revision = await revisionOf();
        expect(await storage.mailboxes.remove(mailboxId, NO_REVISION)).toBe(false);
        expect(await storage.mailboxes.remove(mailboxId, revision)).toBe(true);
        expect(await storage.mailboxes.remove(mailboxId, revision)).toBe(false);
        expect(await storage.mailboxes.read(mailboxId)).toBeUndefined();
        expect(await storage.mailboxes.write(mailboxId, revision, mailbox("b"))).toBe("conflict");
        expect(await storage.mailboxes.write(mailboxId, NO_REVISION, mailbox("c"))).toBe("stored");
      });

      it("sweeps what has expired", async () => {
        await storage.mailboxes.write(mailboxId, NO_REVISION, mailbox("a", 1_000));
        await storage.sweep(999);
        expect(await storage.mailboxes.read(mailboxId)).toBeDefined();
        await storage.sweep(1_000);
        expect(await storage.mailboxes.read(mailboxId)).toBeUndefined();
      });
    });

    describe("notes", () => {
      const topic = knocksOf(groupId);

      async function pending(after = 0): Promise<string[]> {
        return (await storage.notes.read(topic, after)).map(({ blob }) => textOf(blob));
      }

      it("gives back what was left on a topic, in order, and what is new since", async () => {
        await storage.notes.leave(topic, text("a"), FOREVER, 9);
        await storage.notes.leave(topic, text("b"), FOREVER, 9);
        await storage.notes.leave(mailOf(mailboxId), text("mail"), FOREVER, 9);
        expect(await pending()).toEqual(["a", "b"]);
        const [first] = await storage.notes.read(topic, 0);
        expect(first?.number).toBeGreaterThan(0);
        expect(first?.expiresAtMs).toBe(FOREVER);
        expect(await pending(first?.number)).toEqual(["b"]);
      });

      it("keeps the newest of a topic", async () => {
        for (const content of ["a", "b", "c", "d"])
          await storage.notes.leave(topic, text(content), FOREVER, 2);
        expect(await pending()).toEqual(["c", "d"]);
      });

      it("sweeps what has expired, and numbers go on rising after it", async () => {
        await storage.notes.leave(topic, text("a"), 1_000, 9);
        const [first] = await storage.notes.read(topic, 0);
        await storage.sweep(1_000);
        expect(await pending()).toEqual([]);
        await storage.notes.leave(topic, text("b"), FOREVER, 9);
        expect(await pending(first?.number)).toEqual(["b"]);
      });

      it("tells a watcher of a note on its topic, until it stops watching", async () => {
        const mine = listener();
        const stopped = listener();
        await storage.notes.watch(topic, mine.hear);
        (await storage.notes.watch(topic, stopped.hear))();
        await storage.notes.leave(mailOf(mailboxId), text("mail"), FOREVER, 9);
        await storage.notes.leave(topic, text("a"), FOREVER, 9);
        await mine.next();
        expect([mine.heard, stopped.heard]).toEqual([["changed"], []]);
      });
    });

    it("counts what it holds", async () => {
      const before = await storage.sizes();
      expect([before.groups, before.mailboxes]).toEqual([0, 0]);
      await fill(2, "0123456789");
      const mailbox = { tokenHash: new Uint8Array(32), blob: text("a"), expiresAtMs: FOREVER };
      await storage.mailboxes.write(mailboxId, NO_REVISION, mailbox);
      const sizes = await storage.sizes();
      expect([sizes.groups, sizes.mailboxes]).toEqual([1, 1]);
      expect(sizes.bytes).toBeGreaterThanOrEqual(before.bytes + 21);
    });
  });
}
