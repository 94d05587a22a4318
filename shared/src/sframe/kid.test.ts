import { describe, expect, it } from "vitest";
import {
  asCtr,
  asEpoch,
  asKid,
  asLeafIndex,
  asStreamNumber,
  type LeafIndex,
  type StreamNumber,
} from "../ids/index.ts";
import { seededRandom } from "../testing/random.ts";
import {
  encodeHeader,
  epochLowOf,
  leafBitsOf,
  MAX_RATCHET_STEPS,
  packKid,
  SframeError,
  unpackKid,
} from "./index.ts";

const parts = {
  stream: asStreamNumber(3),
  padded: false,
  step: 0,
  leaf: asLeafIndex(0xabc),
  epoch: asEpoch(0x1234),
};

describe("key id", () => {
  it("has its parts where the layout says", () => {
    expect(packKid(parts, 12)).toBe(0x4_abc_34n);
    expect(packKid({ ...parts, padded: true }, 12)).toBe(0x14_abc_34n);
    expect(packKid({ ...parts, step: 0x5678 }, 12)).toBe(0x5678n * 0x20_000_00n + 0x4_abc_34n);
    expect(packKid({ ...parts, leaf: asLeafIndex(0xa) }, 4)).toBe(0x4_a_34n);
  });

  it("takes two bytes in a small call, three in any, until frames are padded or the ratchet steps", () => {
    const length = (stream: number, leaf: number, leafBits: number, padded = false) => {
      const kid = packKid(
        { ...parts, padded, stream: asStreamNumber(stream), leaf: asLeafIndex(leaf) },
        leafBits,
      );
      return encodeHeader(kid, asCtr(0)).length - 1;
    };
    expect([0, 1, 3, 7, 14].map((stream) => length(stream, 15, 4))).toEqual([2, 2, 2, 2, 2]);
    expect([0, 3, 14].map((stream) => length(stream, 4095, 12))).toEqual([3, 3, 3]);
    expect(length(0, 0, 4, true)).toBe(3);
  });

  it("is equally long in every epoch and at every leaf", () => {
    for (const stream of [0, 3, 15]) {
      const lengths = [0, 1, 7, 8, 255].flatMap((epoch) =>
        [0, 1, 15].map((leaf) => {
          const all = { ...parts, stream: asStreamNumber(stream), leaf: asLeafIndex(leaf) };
          return encodeHeader(packKid({ ...all, epoch: asEpoch(epoch) }, 4), asCtr(0)).length;
        }),
      );
      expect(new Set(lengths).size).toBe(1);
    }
  });

  it("gives its parts back, the epoch modulo 256", () => {
    const random = seededRandom("key ids there and back");
    for (let round = 0; round < 500; round++) {
      const stream = asStreamNumber(random.below(16));
      const padded = random.below(2) === 1;
      const step = random.below(MAX_RATCHET_STEPS);
      const leafBits = 4 + random.below(9);
      const leaf = asLeafIndex(random.below(2 ** leafBits));
      const epoch = asEpoch(random.u32());
      const kid = packKid({ stream, padded, step, leaf, epoch }, leafBits);
      const epochLow = epoch % 256;
      expect(unpackKid(kid, leafBits), `seed ${random.seed}`).toEqual({
        stream,
        padded,
        step,
        leaf,
        epochLow,
      });
      expect(epochLowOf(kid)).toBe(epochLow);
    }
  });

  it("differs whenever a part does", () => {
    const kids = [
      parts,
      { ...parts, stream: asStreamNumber(4) },
      { ...parts, padded: true },
      { ...parts, step: 1 },
      { ...parts, leaf: asLeafIndex(1) },
      { ...parts, epoch: asEpoch(0x1235) },
    ].map((each) => packKid(each, 12));
    expect(new Set(kids).size).toBe(kids.length);
  });

  it.each([
    { ...parts, stream: 16 as StreamNumber },
    { ...parts, leaf: 4096 as LeafIndex },
    { ...parts, leaf: -1 as LeafIndex },
    { ...parts, step: 1.5 },
    { ...parts, step: MAX_RATCHET_STEPS },
  ])("is not made of parts that have no room: %j", (tooLarge) => {
    expect(() => packKid(tooLarge, 12)).toThrow();
  });

  it("is not made for a leaf that the epoch has no bits for", () => {
    expect(() => packKid({ ...parts, leaf: asLeafIndex(16) }, 4)).toThrow();
    for (const leafBits of [3, 13, 4.5]) expect(() => packKid(parts, leafBits)).toThrow();
  });

  it.each([1n << 41n, (1n << 64n) - 1n, (1n << 53n) + 1n])("above the layout is refused: %d", (kid) => {
    expect(() => unpackKid(asKid(kid), 4)).toThrow(SframeError);
  });

  it.each([0n, 1n, 0xfffn])("without a context is refused: %d", (kid) => {
    expect(() => unpackKid(asKid(kid), 4)).toThrow(SframeError);
  });
});

describe("the bits of a leaf index", () => {
  it.each([
    [[], 4],
    [[0], 4],
    [[3, 15, 1], 4],
    [[16], 5],
    [[0, 31], 5],
    [[32, 1], 6],
    [[4095], 12],
  ])("for leaves %j are %d", (leaves, bits) => {
    expect(leafBitsOf(leaves)).toBe(bits);
  });

  it("are no more than the layout has", () => {
    expect(() => leafBitsOf([4096])).toThrow();
  });
});
