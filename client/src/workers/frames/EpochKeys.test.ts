import { asEpoch, asLeafIndex, asStreamNumber } from "@sotto/shared/ids";
import { type FrameKey, packKid, unpackKid } from "@sotto/shared/sframe";
import { describe, expect, it } from "vitest";
import { MAX_STEPS_AHEAD } from "./BaseKeyRatchet.ts";
import { EpochKeys } from "./EpochKeys.ts";
import { GRACE_MS, SWITCH_DELAY_MS } from "./SendSchedule.ts";
import { baseKey, epochMessage, ROTATE_MS } from "./testing.ts";

const stream = asStreamNumber(2);

/** Of leaf 0 in epoch 1. */
function kidOf(step: number) {
  return packKid({ stream, padded: false, step, leaf: asLeafIndex(0), epoch: asEpoch(1) }, 4);
}

describe("EpochKeys", () => {
  it("puts stream, leaf and epoch into the key id", () => {
    const keys = new EpochKeys();
    keys.add(epochMessage(300, 1), 0);
    const { kid } = keys.sendKey(keys.sending(0)!, stream, false, 0);
    expect(unpackKid(kid, 4)).toEqual({ stream: 2, padded: false, step: 0, leaf: 1, epochLow: 300 % 256 });
  });

  it("makes each key once", () => {
    const keys = new EpochKeys();
    keys.add(epochMessage(1, 1), 0);
    const epoch = keys.sending(0)!;
    expect(keys.sendKey(epoch, stream, false, 0).key).toBe(keys.sendKey(epoch, stream, false, 0).key);
    expect(keys.receiveKey(epoch, kidOf(0))).toBe(keys.receiveKey(epoch, kidOf(0)));
  });

  it("has other keys for padded frames", () => {
    const keys = new EpochKeys();
    keys.add(epochMessage(1, 1), 0);
    const padded = keys.sendKey(keys.sending(0)!, stream, true, 0);
    const plain = keys.sendKey(keys.sending(0)!, stream, false, 0);
    expect(unpackKid(padded.kid, 4).padded).toBe(true);
    expect(plain.key).not.toBe(padded.key);
  });

  it("gives a leaf as many bits as the epoch's leaves need", () => {
    const keys = new EpochKeys();
    const members = [0, 1, 100].map((leaf): [number, string] => [leaf, `member ${leaf}`]);
    keys.add(epochMessage(1, 1, { members }), 0);
    expect(keys.sending(0)?.leafBits).toBe(7);
    expect(unpackKid(keys.sendKey(keys.sending(0)!, stream, false, 0).kid, 7)).toMatchObject({ leaf: 1 });
  });

  it("wipes the keys of a step that is over, and those of an epoch that is", () => {
    const keys = new EpochKeys();
    keys.add(epochMessage(1, 1), 0);
    const sent = keys.sendKey(keys.sending(0)!, stream, false, 0).key;
    const received = keys.receiveKey(keys.sending(0)!, kidOf(0)).key;
    const isWiped = (key: FrameKey) => {
      try {
        void key.encrypt(1, new Uint8Array(1));
        return false;
      } catch {
        return true;
      }
    };
    keys.expire(2 * ROTATE_MS);
    expect([isWiped(sent), isWiped(received)]).toEqual([true, false]);
    keys.add(epochMessage(2, 1, { cause: "removal" }), 2 * ROTATE_MS);
    keys.expire(2 * ROTATE_MS + GRACE_MS);
    expect(isWiped(received)).toBe(true);
  });

  it("sends with an epoch at once when every member has it", () => {
    const keys = new EpochKeys();
    keys.add(epochMessage(1, 1), 0);
    keys.add(epochMessage(2, 1), 100);
    keys.reached(3, 110);
    expect(keys.sending(110)?.epoch).toBe(1);
    keys.reached(2, 110);
    expect(keys.sending(110)?.epoch).toBe(2);
    keys.expire(110 + GRACE_MS);
    expect(keys.receiving(1)).toBeUndefined();
  });

  it("ignores an epoch that is said twice, and wipes the second copy", () => {
    const keys = new EpochKeys();
    keys.add(epochMessage(1, 1), 0);
    const epoch = keys.sending(0);
    const again = epochMessage(1, 1);
    keys.add(again, 5);
    expect(keys.sending(5)).toBe(epoch);
    expect(new Uint8Array(again.baseKey)).toEqual(new Uint8Array(16));
  });

  it("takes the same epoch number with another key for another epoch", () => {
    const keys = new EpochKeys();
    keys.add(epochMessage(1, 1), 0);
    const before = keys.sending(0);
    keys.add(epochMessage(1, 3, { cause: "join", baseKey: baseKey(99) }), 1);
    expect(keys.sending(1)).not.toBe(before);
    expect(keys.receiving(1)?.selfLeaf).toBe(3);
  });

  it("opens frames of an epoch before it sends with it, and for a while after", () => {
    const keys = new EpochKeys();
    keys.add(epochMessage(1, 1), 0);
    keys.add(epochMessage(2, 1), 100);
    expect(keys.sending(100)?.epoch).toBe(1);
    expect(keys.receiving(2)?.epoch).toBe(2);
    const switched = 100 + SWITCH_DELAY_MS;
    expect(keys.sending(switched)?.epoch).toBe(2);
    keys.expire(switched + GRACE_MS - 1);
    expect(keys.receiving(1)?.epoch).toBe(1);
  });

  it("wipes a base key when its grace is over", () => {
    const keys = new EpochKeys();
    const first = epochMessage(1, 1);
    keys.add(first, 0);
    keys.add(epochMessage(2, 1, { cause: "removal" }), 0);
    keys.expire(GRACE_MS - 1);
    expect(new Uint8Array(first.baseKey)).not.toEqual(new Uint8Array(16));
    keys.expire(GRACE_MS);
    expect(new Uint8Array(first.baseKey)).toEqual(new Uint8Array(16));
    expect(keys.receiving(1)).toBeUndefined();
  });

  it("knows an epoch that is said twice when its first base key is long overwritten, and keeps its step", () => {
    const keys = new EpochKeys();
    const first = epochMessage(1, 1);
    keys.add(first, 0);
    keys.expire(3 * ROTATE_MS);
    keys.expire(5 * ROTATE_MS);
    expect(new Uint8Array(first.baseKey)).toEqual(new Uint8Array(16));
    const again = epochMessage(1, 1);
    keys.add(again, 5 * ROTATE_MS);
    expect(new Uint8Array(again.baseKey)).toEqual(new Uint8Array(16));
    const { kid } = keys.sendKey(keys.sending(5 * ROTATE_MS)!, stream, false, 5 * ROTATE_MS);
    expect(unpackKid(kid, 4).step).toBe(4);
  });

  it("goes back to step 0 with a new epoch", () => {
    const keys = new EpochKeys();
    keys.add(epochMessage(1, 1), 0);
    const now = 2 * ROTATE_MS;
    expect(unpackKid(keys.sendKey(keys.sending(now)!, stream, false, now).kid, 4)).toMatchObject({
      step: 1,
      epochLow: 1,
    });
    keys.add(epochMessage(2, 1, { cause: "removal" }), now);
    expect(unpackKid(keys.sendKey(keys.sending(now)!, stream, false, now).kid, 4)).toMatchObject({
      step: 0,
      epochLow: 2,
    });
  });

  it("makes the key of a received key id once, also when nobody has sent with it", () => {
    const keys = new EpochKeys();
    keys.add(epochMessage(1, 1), 0);
    const epoch = keys.sending(0)!;
    const kid = kidOf(MAX_STEPS_AHEAD);
    expect(keys.receiveKey(epoch, kid)).toBe(keys.receiveKey(epoch, kid));
  });

  it("refuses an epoch without a rotation period", () => {
    expect(() => new EpochKeys().add(epochMessage(1, 1, { rotateMs: 0 }), 0)).toThrowError(RangeError);
  });

  it("refuses a suite that does not exist", () => {
    expect(() => new EpochKeys().add(epochMessage(1, 1, { suite: 99 }), 0)).toThrowError(
      expect.objectContaining({ code: "sframe/suite" }),
    );
  });
});
