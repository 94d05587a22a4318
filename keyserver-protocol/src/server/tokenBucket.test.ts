import { describe, expect, it } from "vitest";
import { TokenBucket } from "./tokenBucket.ts";

describe("token bucket", () => {
  it("allows the burst at once and then what the rate adds", () => {
    const bucket = new TokenBucket({ burst: 3, perSecond: 2 }, 0);
    expect([1, 2, 3, 4].map(() => bucket.take(1, 0))).toEqual([true, true, true, false]);
    expect(bucket.take(1, 499)).toBe(false);
    expect(bucket.take(1, 500)).toBe(true);
    expect(bucket.take(2, 1_000)).toBe(false);
  });

  it("never holds more than the burst", () => {
    const bucket = new TokenBucket({ burst: 3, perSecond: 2 }, 0);
    expect(bucket.take(4, 1_000_000)).toBe(false);
    expect(bucket.take(3, 1_000_000)).toBe(true);
  });

  it("takes nothing when it refuses, and nothing from a clock that goes back", () => {
    const bucket = new TokenBucket({ burst: 3, perSecond: 1 }, 10_000);
    expect(bucket.take(3, 10_000)).toBe(true);
    expect(bucket.take(1, 0)).toBe(false);
    expect(bucket.take(2, 1_000)).toBe(false);
    expect(bucket.take(1, 1_000)).toBe(true);
  });

  it("gives credit once, and again when the debt is paid", () => {
    const bucket = new TokenBucket({ burst: 10, perSecond: 10 }, 0);
    expect(bucket.takeOnCredit(30, 0)).toBe(true);
    expect(bucket.takeOnCredit(1, 1_999)).toBe(false);
    expect(bucket.takeOnCredit(1, 2_001)).toBe(true);
  });
});
