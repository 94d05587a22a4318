import { describe, expect, it } from "vitest";
import { pairFingerprint } from "./pairFingerprint.ts";

const [one, other] = [new Uint8Array(32).fill(1), new Uint8Array(32).fill(2)];

describe("pair fingerprint", () => {
  it("is 12 groups of 5 digits, the same for both sides", () => {
    expect(pairFingerprint(one, other)).toMatch(/^\d{5}( \d{5}){11}$/);
    expect(pairFingerprint(other, one)).toBe(pairFingerprint(one, other));
  });

  it("differs in many groups when either key differs in one bit", () => {
    const groups = pairFingerprint(one, other).split(" ");
    const close = other.slice();
    close[31] = 3;
    for (const pair of [pairFingerprint(one, close), pairFingerprint(close, other)]) {
      const same = pair.split(" ").filter((group, index) => group === groups[index]);
      expect(same.length).toBeLessThan(3);
    }
  });
});
