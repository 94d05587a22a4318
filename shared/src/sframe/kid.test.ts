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
import { encodeHeader, MAX_RATCHET_STEPS, packKid, SframeError, unpackKid } from "./index.ts";

const parts = { stream: asStreamNumber(3), step: 0, leaf: asLeafIndex(0xabc), epoch: asEpoch(0x1234) };

describe("key id", () => {
  it("has its parts where the layout says", () => {
    expect(packKid(parts)).toBe(0x3_abc_34n);
    expect(packKid({ ...parts, step: 0x5678 })).toBe(0x5678_3_abc_34n);
    expect(packKid({ ...parts, stream: asStreamNumber(0), leaf: asLeafIndex(0), epoch: asEpoch(7) })).toBe(
      7n,
    );
  });

  it("takes at most three bytes until the ratchet steps", () => {
    const largest = packKid({
      stream: asStreamNumber(15),
      step: 0,
      leaf: asLeafIndex(4095),
      epoch: asEpoch(255),
    });
    expect(encodeHeader(largest, asCtr(0)).length).toBe(1 + 3);
  });

  it("gives its parts back, the epoch modulo 256", () => {
    const random = seededRandom("key ids there and back");
    for (let round = 0; round < 500; round++) {
      const stream = asStreamNumber(random.below(16));
      const step = random.below(MAX_RATCHET_STEPS);
      const leaf = asLeafIndex(random.below(4096));
      const epoch = asEpoch(random.u32());
      const kid = packKid({ stream, step, leaf, epoch });
      expect(unpackKid(kid), `seed ${random.seed}`).toEqual({ stream, step, leaf, epochLow: epoch % 256 });
    }
  });

  it("differs whenever a part does", () => {
    const kids = [
      packKid(parts),
      packKid({ ...parts, stream: asStreamNumber(4) }),
      packKid({ ...parts, step: 1 }),
      packKid({ ...parts, leaf: asLeafIndex(1) }),
      packKid({ ...parts, epoch: asEpoch(0x1235) }),
    ];
    expect(new Set(kids).size).toBe(kids.length);
  });

  it.each([
    { ...parts, stream: 16 as StreamNumber },
    { ...parts, leaf: 4096 as LeafIndex },
    { ...parts, leaf: -1 as LeafIndex },
    { ...parts, step: 1.5 },
    { ...parts, step: MAX_RATCHET_STEPS },
  ])("is not made of parts that have no room: %j", (tooLarge) => {
    expect(() => packKid(tooLarge)).toThrow();
  });

  it.each([1n << 40n, (1n << 64n) - 1n, (1n << 53n) + 1n])("above the layout is refused: %d", (kid) => {
    expect(() => unpackKid(asKid(kid))).toThrow(SframeError);
  });
});
