import { describe, expect, it } from "vitest";
import type { EpochEvent } from "@sotto/keyserver-protocol/member";
import { asCapability, asEpoch, asLeafIndex, asParticipantId, asStreamNumber } from "@sotto/shared/ids";
import { deriveSframeKeys, leafBitsOf, packKid, pad, ratchetBaseKey, SyncSealer } from "@sotto/shared/sframe";
import { toBase64Url } from "@sotto/shared/codec";
import { audioFrame, contentOf, videoFrame } from "./content.ts";
import { MemberKeys } from "./MemberKeys.ts";
import { frameSize, profileOf } from "./profiles.ts";

const ids = [1, 2, 3].map((byte) => asParticipantId(new Uint8Array(16).fill(byte)));
const NONE = new Uint8Array(0);

function epochOf(self: number, epoch: number, cause: EpochEvent["cause"] = "rotation"): EpochEvent {
  return {
    type: "epoch",
    epoch: asEpoch(epoch),
    cause,
    baseKey: new Uint8Array(16).fill(epoch),
    sframeSuite: 4,
    selfLeaf: asLeafIndex(self),
    roster: ids.map((participantId, leaf) => ({
      ...{
        leaf: asLeafIndex(leaf),
        participantId,
        displayName: "",
        isSelf: leaf === self,
        role: "guest" as const,
      },
      ...{ devicePublicKey: new Uint8Array(32), personKey: new Uint8Array(32) },
    })),
    callCode: "",
    dataSecret: new Uint8Array(32),
    sfuCapability: asCapability(new Uint8Array(32)),
    at: 0,
  };
}

describe("a frame's content", () => {
  it("is read as it was written, in any size, and not if a byte of its end or its length changed", () => {
    const content = { number: 7, sentAt: 1_700_000_000_123.5 };
    for (const frame of [
      audioFrame(80, content),
      audioFrame(300, content),
      videoFrame(true, 9_000, content),
    ]) {
      expect(contentOf(frame)).toEqual(content);
      expect(contentOf(frame.subarray(1))).toBeUndefined();
      frame[frame.length - 20] = 0;
      expect(contentOf(frame)).toBeUndefined();
    }
    expect(contentOf(NONE)).toBeUndefined();
    expect(() => audioFrame(20, content)).toThrow(RangeError);
  });

  it("has on average the bit rate of its profile", () => {
    for (const [source, layer, screenBitrate] of [
      ["microphone", 0, 0],
      ["camera", 2, 0],
      ["screen", 0, 2_500_000],
      ["screen", 0, 300_000],
    ] as const) {
      const profile = profileOf(source, screenBitrate);
      let bytes = 0;
      for (let at = 0; at < 1_000; at++) bytes += frameSize(profile, layer, false, (at + 0.5) / 1_000);
      const bitrate = (8 * bytes * profile.framesPerSecond) / 1_000;
      expect(bitrate / (profile.layers[layer]?.bitrate ?? 0)).toBeCloseTo(1, 1);
    }
  });
});

describe("a member's keys", () => {
  it("open what another member sealed, once, and say whose it is", () => {
    const [sender, receiver] = [new MemberKeys(), new MemberKeys()];
    sender.add(epochOf(0, 1, "create"), 0);
    receiver.add(epochOf(1, 1, "join"), 0);
    const carrier = Uint8Array.of(1);
    const sealed = sender.seal(2, Uint8Array.of(5, 6), carrier, 0)!;
    const opened = receiver.open(sealed, 1);
    expect(opened).toMatchObject({ sender: toBase64Url(ids[0]!), stream: 2 });
    expect(typeof opened === "object" && [...opened.plaintext]).toEqual([5, 6]);
    expect(receiver.open(sealed, 1)).toBe("failed");
    for (let at = 0; at < sealed.length; at++) {
      const other = sender.seal(2, Uint8Array.of(5, 6), carrier, 0)!;
      other[at]! ^= 1;
      expect(typeof receiver.open(other, 1)).toBe("string");
    }
  });

  it("agree with the implementation that clients have, also on padding and ratchet steps", () => {
    const receiver = new MemberKeys();
    const event = epochOf(1, 1, "join");
    receiver.add({ ...event, baseKey: event.baseKey.slice() }, 0);
    const parts = {
      stream: asStreamNumber(1),
      padded: true,
      step: 2,
      leaf: asLeafIndex(2),
      epoch: asEpoch(1),
    };
    const kid = packKid(parts, leafBitsOf([0, 1, 2]));
    const base = ratchetBaseKey(4, ratchetBaseKey(4, event.baseKey, 1), 2);
    const theirs = new SyncSealer(deriveSframeKeys(4, base, kid));
    const sealed = theirs.encryptFrame(300n as never, pad(Uint8Array.of(9), 64));
    const opened = receiver.open(sealed, 0);
    expect(typeof opened === "object" && [...opened.plaintext]).toEqual([9]);
  });

  it("are changed when all have the new epoch, or after a second; at once after a removal", () => {
    const keys = new MemberKeys();
    keys.add(epochOf(0, 1, "create"), 0);
    keys.add(epochOf(0, 2), 100);
    expect(keys.sending(1_099)?.epoch).toBe(1);
    expect(keys.sending(1_100)?.epoch).toBe(2);
    keys.add(epochOf(0, 3), 2_000);
    keys.reached(asEpoch(3), 2_050);
    expect(keys.sending(2_050)).toEqual({ epoch: 3, since: 2_050 });
    keys.add(epochOf(0, 4, "removal"), 2_100);
    expect(keys.sending(2_100)?.epoch).toBe(4);
  });

  it("of an epoch are overwritten when its grace is over", () => {
    const keys = new MemberKeys();
    const first = epochOf(0, 1, "create");
    keys.add(first, 0);
    keys.add(epochOf(0, 2, "removal"), 0);
    keys.add(epochOf(0, 3, "removal"), 5_001);
    expect(first.baseKey.every((byte) => byte === 0)).toBe(true);
  });
});
