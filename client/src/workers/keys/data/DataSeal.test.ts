import {
  asCapability,
  asEpoch,
  asLeafIndex,
  asParticipantId,
  type Epoch,
  type ParticipantId,
} from "@sotto/shared/ids";
import type { EpochCause } from "@sotto/keyserver-protocol/member";
import { beforeEach, describe, expect, it } from "vitest";
import { GRACE_MS, SWITCH_DELAY_MS } from "../../frames/SendSchedule.ts";
import { DataSeal, type OpenedData } from "./DataSeal.ts";
import { MAX_CONTENT_BYTES } from "./dataMessage.ts";

const ids = [1, 2, 3].map((byte) => asParticipantId(new Uint8Array(16).fill(byte))) as [
  ParticipantId,
  ParticipantId,
  ParticipantId,
];
const [ana, ben, cem] = ids;
const text = (opened: OpenedData | undefined) => opened && new TextDecoder().decode(opened.bytes);

/** Members at leaves 0, 1 and 2. */
function members() {
  return [0, 1, 2].map(() => new DataSeal()) as [DataSeal, DataSeal, DataSeal];
}

function epochEvent(self: number, epoch: number, cause: EpochCause = "rotation") {
  const roster = ids.map((participantId, leaf) => ({
    leaf: asLeafIndex(leaf),
    participantId,
    displayName: "",
    devicePublicKey: new Uint8Array(32),
    personKey: new Uint8Array(32),
    isSelf: leaf === self,
    role: "guest" as const,
  }));
  return {
    epoch: asEpoch(epoch),
    cause,
    dataSecret: new Uint8Array(32).fill(epoch),
    sfuCapability: asCapability(new Uint8Array(32)),
    selfLeaf: asLeafIndex(self),
    roster,
  };
}

function content(words: string, topic = "pointer") {
  return { topic, bytes: new TextEncoder().encode(words) };
}

let all: [DataSeal, DataSeal, DataSeal];
beforeEach(() => {
  all = members();
  for (const [self, seal] of all.entries()) seal.addEpoch(epochEvent(self, 1, "create"), 0);
});

describe("a data message", () => {
  it("is opened by the others, once, with its sender and topic", () => {
    const sealed = all[0].seal(content("here"), true, undefined, 0);
    for (const other of [all[1], all[2]]) {
      expect(other.open(sealed, 0)).toEqual({ from: ana, ...content("here") });
      expect(other.open(sealed, 0)).toBeUndefined();
    }
    expect(all[0].open(sealed, 0)).toBeUndefined();
  });

  it("to one is dropped by all others, wherever the SFU sends it", () => {
    const sealed = all[0].seal(content("psst"), false, ben, 0);
    expect(text(all[1].open(sealed, 0))).toBe("psst");
    expect(all[2].open(sealed, 0)).toBeUndefined();
  });

  it("is sealed anew each time, and each reliability counts by itself", () => {
    const sealed = [true, true, false].map((lossy) => all[0].seal(content("same"), lossy, undefined, 0));
    expect(new Set(sealed.map((bytes) => Buffer.from(bytes).toString("hex"))).size).toBe(3);
    for (const message of sealed.toReversed()) expect(text(all[1].open(message, 0))).toBe("same");
  });

  it("does not show how long a short content is", () => {
    const lengths = ["", "on", "off", "a little more than that"].map(
      (words) => all[0].seal(content(words), true, undefined, 0).length,
    );
    expect(new Set(lengths).size).toBe(1);
  });

  it("with any byte changed, cut or added is nothing", () => {
    const sealed = all[0].seal(content("here"), true, undefined, 0);
    for (let place = 0; place < sealed.length; place++) {
      const changed = sealed.map((byte, index) => (index === place ? byte ^ 1 : byte));
      expect(all[1].open(changed, 0)).toBeUndefined();
      expect(all[1].open(sealed.subarray(0, place), 0)).toBeUndefined();
    }
    expect(all[1].open(Uint8Array.from([...sealed, 0]), 0)).toBeUndefined();
    expect(text(all[1].open(sealed, 0))).toBe("here");
  });

  it("is refused if it is too large, to nobody, or before the first epoch", () => {
    const large = { topic: "file", bytes: new Uint8Array(MAX_CONTENT_BYTES + 1) };
    expect(() => all[0].seal(large, false, undefined, 0)).toThrow("60 KiB");
    expect(() => all[0].seal(content("", "t".repeat(33)), false, undefined, 0)).toThrow("32 bytes");
    const stranger = asParticipantId(new Uint8Array(16).fill(9));
    expect(() => all[0].seal(content("x"), false, stranger, 0)).toThrow("nobody");
    expect(() => new DataSeal().seal(content("x"), false, undefined, 0)).toThrow("not in the call");
    const largest = { topic: "t".repeat(32), bytes: new Uint8Array(MAX_CONTENT_BYTES) };
    const sealed = all[0].seal(largest, false, cem, 0);
    expect(sealed.length).toBeLessThanOrEqual(65_536 - 16);
    expect(all[2].open(sealed, 0)?.bytes.length).toBe(MAX_CONTENT_BYTES);
  });
});

describe("a new epoch", () => {
  function epochOfSealed(seal: DataSeal, now: number): Epoch {
    const message = seal.seal(content("x"), true, undefined, now);
    return asEpoch(Number(new DataView(message.buffer).getBigUint64(2)));
  }

  it("is sent with when all have it, or after a while; after a removal at once", () => {
    const [seal] = all;
    seal.addEpoch(epochEvent(0, 2), 100);
    expect(epochOfSealed(seal, 100)).toBe(1);
    seal.reached(asEpoch(2), 200);
    expect(epochOfSealed(seal, 200)).toBe(2);
    seal.addEpoch(epochEvent(0, 3), 300);
    expect(epochOfSealed(seal, 300 + SWITCH_DELAY_MS - 1)).toBe(2);
    expect(epochOfSealed(seal, 300 + SWITCH_DELAY_MS)).toBe(3);
    seal.addEpoch(epochEvent(0, 4, "removal"), 5_000);
    expect(epochOfSealed(seal, 5_000)).toBe(4);
  });

  it("that comes late finds what was sent in it, but not what is too old or too much", () => {
    const [sender, receiver] = all;
    sender.addEpoch(epochEvent(0, 2, "removal"), 0);
    const early = sender.seal(content("early"), false, undefined, 0);
    expect(receiver.open(early, 0)).toBeUndefined();
    expect(receiver.release(0)).toEqual([]);
    const late = sender.seal(content("late"), false, undefined, 0);
    expect(receiver.open(late, 4_000)).toBeUndefined();
    receiver.expire(5_001);
    receiver.addEpoch(epochEvent(1, 2), 5_001);
    expect(receiver.release(5_001).map(text)).toEqual(["late"]);
  });

  it("ends the one before after a grace, and its keys are overwritten", () => {
    const [sender, receiver] = all;
    const [first, second] = [epochEvent(1, 2), epochEvent(1, 3)];
    receiver.addEpoch(first, 0);
    const old = [0, 1].map(() => {
      sender.addEpoch(epochEvent(0, 2, "removal"), 0);
      return sender.seal(content("old"), false, undefined, 0);
    }) as [Uint8Array, Uint8Array];
    receiver.addEpoch(second, 10_000);
    const over = 10_000 + SWITCH_DELAY_MS + GRACE_MS;
    receiver.expire(over - 1);
    expect(text(receiver.open(old[0], over - 1))).toBe("old");
    receiver.expire(over);
    expect(receiver.open(old[1], over)).toBeUndefined();
    expect(first.dataSecret.every((byte) => byte === 0)).toBe(true);
    expect(second.dataSecret.every((byte) => byte === 3)).toBe(true);
  });
});
