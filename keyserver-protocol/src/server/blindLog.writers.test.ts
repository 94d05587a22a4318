import { asEpoch } from "@sotto/shared/ids";
import { beforeEach, describe, expect, it } from "vitest";
import { toSequence, type KeyserverErrorCode, type Sequence } from "../messages/index.ts";
import { BlindLog } from "./blindLog.ts";
import { FOOTING_MS } from "./footing.ts";
import { defaultLimits } from "./limits.ts";
import { memoryStorage, type Storage } from "./storage/index.ts";
import { capabilityOf, groupId, hashOf, otherGroupId, text } from "./testing/fixtures.ts";
import { VirtualClock } from "./testing/virtualClock.ts";
import { commitMark, messageMark, writers, type Marking } from "./testing/writers.ts";

describe("the writers of a log", () => {
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

  const failsWith = (code: KeyserverErrorCode) => expect.objectContaining({ code }) as Error;

  it("takes nothing from who is no writer of it, and nothing that they have not signed as it is", async () => {
    await create();
    const blob = text("x");
    const claims = { groupId, epoch: asEpoch(0), capability: capabilityOf(0), blob };
    const badWriter = failsWith("keyserver/bad-writer");
    const stranger = { ...commitMark(0, blob), writer: new Uint8Array(32).fill(9) };
    await expect(log.append({ ...claims, mark: stranger })).rejects.toEqual(badWriter);
    for (const mark of [
      commitMark(0, text("y")),
      commitMark(1, blob, { nextCapabilityHash: hashOf(1) }),
      commitMark(0, blob, { group: otherGroupId }),
      { ...commitMark(0, blob), writer: writers[1] ?? blob },
      { ...commitMark(0, blob), added: [new Uint8Array(32).fill(9)] },
      { ...commitMark(0, blob), nextCapabilityHash: hashOf(7) },
      // Signed for another part of a log that was split.
      commitMark(0, blob, { under: hashOf(7) }),
    ])
      await expect(log.append({ ...claims, mark })).rejects.toEqual(badWriter);
    const message = await publication(0, "x");
    await expect(log.publish({ ...message, blob: text("y") })).rejects.toEqual(badWriter);
    const elsewhere = messageMark(0, message.blob, message.mark.after, 0, hashOf(7));
    await expect(log.publish({ ...message, mark: elsewhere })).rejects.toEqual(badWriter);
    expect((await log.last(groupId)).kind).toBe("created");
  });

  it("lets those write whom a commit adds, and those not any more whom it removes", async () => {
    const [first, second, third] = writers.slice(0, 3) as [Uint8Array, Uint8Array, Uint8Array];
    await log.createGroup({
      groupId,
      epoch: asEpoch(0),
      capabilityHash: hashOf(0),
      writers: [first, second],
    });
    await expect(publish(0, "early", 2)).rejects.toEqual(failsWith("keyserver/bad-writer"));
    await append(0, text("x"), capabilityOf(0), { added: [third], removed: [second] });
    expect(await publish(1, "welcome", 2)).toMatchObject({ type: "published" });
    await expect(publish(1, "gone", 1)).rejects.toEqual(failsWith("keyserver/bad-writer"));
    expect((await log.last(groupId)).writers).toEqual([first, third]);
  });

  it("keeps the list of writers within its bound", async () => {
    await create();
    const added = Array.from({ length: 512 }, (_, index) => {
      const key = new Uint8Array(32);
      new DataView(key.buffer).setUint16(0, index);
      return key;
    });
    await expect(append(0, text("x"), capabilityOf(0), { added })).rejects.toEqual(
      failsWith("keyserver/limit"),
    );
  });

  it("takes nothing twice: whoever writes has read what they wrote last", async () => {
    await create();
    const once = await publication(0, "once");
    const late = await publication(0, "late");
    const others = await publication(0, "others", 1);
    expect(await log.publish(once)).toMatchObject({ type: "published" });
    for (const again of [once, late])
      await expect(log.publish(again)).rejects.toEqual(failsWith("keyserver/bad-writer"));
    expect(await log.publish(others)).toMatchObject({ type: "published" });
    await expect(log.publish(others)).rejects.toEqual(failsWith("keyserver/bad-writer"));
    expect(await publish(0, "next")).toMatchObject({ type: "published" });
    const blob = text("from the future");
    const mark = messageMark(0, blob, (await log.last(groupId)).sequence + 1, 2);
    await expect(log.publish({ ...others, mark, blob })).rejects.toEqual(failsWith("keyserver/bad-writer"));
  });

  it("takes no message of somebody who has not read for longer than the log is kept", async () => {
    log = new BlindLog(storage.logs, { ...defaultLimits, retention: { records: 3, bytes: 1_000 } }, clock);
    await create();
    const late = await publication(0, "late", 1);
    for (let count = 0; count < 5; count += 1) await publish(0);
    await expect(log.publish(late)).rejects.toEqual(failsWith("keyserver/bad-writer"));
  });

  describe("after a commit that nobody but its author has written after", () => {
    /** Places of the commits so far. */
    let bad: Sequence;
    const instead = (place: Sequence, by: number, epoch = 0, more: Marking = {}) =>
      append(epoch, text(`by ${by}`), capabilityOf(epoch), { instead: place, by, ...more });

    beforeEach(async () => {
      await create();
      await publish(0, "all is well", 1);
      const shut = { nextCapabilityHash: hashOf(666), removed: writers.slice(1), by: 0 };
      const taken = await append(0, text("garbage"), capabilityOf(0), shut);
      bad = taken.type === "appended" ? taken.sequence : toSequence(0);
    });

    it("takes another's in its place, from where the log stood before", async () => {
      expect(await instead(bad, 1)).toEqual({ type: "appended", epoch: 1, sequence: bad + 1 });
      expect((await log.last(groupId)).writers).toEqual(writers);
      expect(await publish(1, "on it goes", 2)).toMatchObject({ type: "published" });
    });

    it("takes another one of its author, which changes nothing for the others", async () => {
      expect(await instead(bad, 0)).toMatchObject({ type: "appended", epoch: 1 });
      expect(await instead(bad, 0)).toMatchObject({ type: "appended", epoch: 1 });
      expect(await instead(bad, 1)).toMatchObject({ type: "appended", epoch: 1 });
      await expect(instead((await log.last(groupId)).sequence, 0)).rejects.toEqual(
        failsWith("keyserver/bad-writer"),
      );
    });

    it("takes none of who is no writer, or knows no capability", async () => {
      const blob = text("x");
      const mark = { ...commitMark(0, blob, { instead: bad }), writer: new Uint8Array(32) };
      const base = { groupId, epoch: asEpoch(0), blob };
      await expect(log.append({ ...base, capability: capabilityOf(0), mark })).rejects.toEqual(
        failsWith("keyserver/bad-writer"),
      );
      const right = commitMark(0, blob, { instead: bad, by: 1 });
      await expect(log.append({ ...base, capability: capabilityOf(666), mark: right })).rejects.toEqual(
        failsWith("keyserver/bad-capability"),
      );
    });

    it("takes one in the place of the last, and tells others what came", async () => {
      await instead(bad, 1);
      expect(await instead(bad, 2)).toMatchObject({
        type: "conflict",
        footing: { epoch: 0, sequence: bad + 1 },
      });
      expect(await instead(toSequence(bad + 1), 2)).toMatchObject({ type: "appended", epoch: 1 });
      await expect(instead(toSequence(bad + 2), 1)).rejects.toEqual(failsWith("keyserver/bad-writer"));
      expect(await instead(toSequence(bad + 2), 3)).toMatchObject({ type: "appended", epoch: 1 });
    });

    it("holds on to where it stood, whatever its author writes on, or has others write that it let in", async () => {
      const puppet = text("more garbage");
      const capability = capabilityOf(666);
      const more = commitMark(1, puppet, {
        nextCapabilityHash: hashOf(667),
        added: [writers[5] ?? puppet],
        by: 0,
        under: hashOf(666),
      });
      expect(
        await log.append({ groupId, epoch: asEpoch(1), capability, mark: more, blob: puppet }),
      ).toMatchObject({
        type: "appended",
      });
      const mark = messageMark(2, puppet, bad + 1, 0, hashOf(667));
      const message = { groupId, epoch: asEpoch(2), capability: capabilityOf(667), mark, blob: puppet };
      expect(await log.publish(message)).toMatchObject({ type: "published" });
      expect(await instead(bad, 1)).toMatchObject({ type: "appended", epoch: 1 });
    });

    it("stands on it once somebody else who was there before has written", async () => {
      const { sequence } = (await instead(bad, 1)) as { sequence: Sequence };
      await publish(1, "so be it", 2);
      expect((await instead(sequence, 3)).type).toBe("conflict");
      await append(1, text("next"), capabilityOf(1), { by: 3 });
      expect((await instead(sequence, 4)).type).toBe("conflict");
      expect(await instead(toSequence(sequence + 2), 4, 1)).toMatchObject({ type: "appended", epoch: 2 });
    });

    it("stands on it after a while, and at once if nobody else could speak up", async () => {
      clock.advance(FOOTING_MS);
      await publish(1, "late garbage", 0).catch(() => undefined);
      expect(await instead(bad, 1)).toMatchObject({ type: "appended" });
      clock.advance(FOOTING_MS);
      await publish(1, "so be it", 1);
      expect((await instead(toSequence(bad + 1), 2)).type).toBe("conflict");

      const [first, second] = writers.slice(0, 2) as [Uint8Array, Uint8Array];
      const alone = { groupId: otherGroupId, epoch: asEpoch(0), capabilityHash: hashOf(0), writers: [first] };
      await log.createGroup(alone);
      const blob = text("x");
      const offer = (epoch: number, marking: Marking) =>
        log.append({
          groupId: otherGroupId,
          epoch: asEpoch(epoch),
          capability: capabilityOf(epoch),
          mark: commitMark(epoch, blob, { ...marking, group: otherGroupId }),
          blob,
        });
      await offer(0, { added: [second] });
      await offer(1, { by: 1 });
      expect(await offer(0, {})).toMatchObject({ footing: { epoch: 1 } });
    });

    it("does not stand on a commit for what somebody writes whom it let in", async () => {
      const { sequence } = (await instead(bad, 1)) as { sequence: Sequence };
      await publish(1, "so be it", 2);
      const stranger = writers[100] ?? writers[0];
      const added = stranger === undefined ? [] : [stranger];
      await append(1, text("out"), capabilityOf(1), { by: 3, removed: added });
      await publish(2, "so be it", 4);
      const taken = (await append(2, text("in"), capabilityOf(2), { by: 3, added })) as {
        sequence: Sequence;
      };
      expect(await publish(3, "a newcomer", 100)).toMatchObject({ type: "published" });
      expect(taken.sequence).toBeGreaterThan(sequence);
      expect(await instead(taken.sequence, 4, 2)).toMatchObject({ type: "appended", epoch: 3 });
    });
  });
});
