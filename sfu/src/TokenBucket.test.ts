import { describe, expect, it } from "vitest";
import { TokenBucket } from "./TokenBucket.ts";

describe("a token bucket", () => {
  it("allows the burst at once and no more", () => {
    const bucket = new TokenBucket(3, 1, 0);
    expect([1, 2, 3, 4].map(() => bucket.take(0))).toEqual([true, true, true, false]);
  });

  it("fills at its rate, up to the burst", () => {
    const bucket = new TokenBucket(2, 10, 0);
    bucket.take(0);
    bucket.take(0);
    expect(bucket.take(99)).toBe(false);
    expect(bucket.take(200)).toBe(true);
    expect([1, 2, 3].map(() => bucket.take(100_000))).toEqual([true, true, false]);
  });

  it("gives nothing for a clock that goes back", () => {
    const bucket = new TokenBucket(1, 1, 1_000);
    expect(bucket.take(1_000)).toBe(true);
    expect(bucket.take(0)).toBe(false);
    expect(bucket.take(1_900)).toBe(false);
    expect(bucket.take(2_000)).toBe(true);
  });
});
