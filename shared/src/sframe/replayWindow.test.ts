import { describe, expect, it } from "vitest";
import { asCtr } from "../ids/index.ts";
import { seededRandom } from "../testing/random.ts";
import { FrameCounter, REPLAY_WINDOW, ReplayWindow, SframeError } from "./index.ts";

function accepts(window: ReplayWindow, ctr: bigint | number): boolean {
  try {
    window.accept(asCtr(ctr));
    return true;
  } catch (error) {
    expect(error).toBeInstanceOf(SframeError);
    expect((error as SframeError).code).toBe("sframe/replay");
    return false;
  }
}

describe("ReplayWindow", () => {
  it("accepts each counter once, in any order", () => {
    const window = new ReplayWindow();
    for (const ctr of [0, 5, 3, 4, 1]) expect(accepts(window, ctr)).toBe(true);
    for (const ctr of [0, 5, 3, 4, 1]) expect(accepts(window, ctr)).toBe(false);
    expect(accepts(window, 2)).toBe(true);
  });

  it("refuses what is older than the window, seen or not", () => {
    const window = new ReplayWindow();
    accepts(window, 5000);
    expect(accepts(window, 5000 - REPLAY_WINDOW)).toBe(false);
    expect(accepts(window, 5001 - REPLAY_WINDOW)).toBe(true);
  });

  it("forgets old marks when it moves on, by little and by much", () => {
    const window = new ReplayWindow();
    accepts(window, 0);
    accepts(window, 1);
    accepts(window, REPLAY_WINDOW + 10);
    // The same places as 0 and 1 had.
    expect(accepts(window, REPLAY_WINDOW)).toBe(true);
    expect(accepts(window, REPLAY_WINDOW + 1)).toBe(true);
    accepts(window, 1n << 52n);
    expect(accepts(window, (1n << 52n) - 14n)).toBe(true);
    expect(accepts(window, (1n << 53n) - 1n)).toBe(true);
    expect(accepts(window, (1n << 53n) - 1n)).toBe(false);
  });

  it("takes no counter that a number cannot hold", () => {
    const window = new ReplayWindow();
    for (const ctr of [1n << 53n, (1n << 64n) - 1n]) expect(accepts(window, ctr)).toBe(false);
    expect(accepts(window, 0n)).toBe(true);
  });

  it("is not moved by a question", () => {
    const window = new ReplayWindow();
    accepts(window, 1);
    window.check(asCtr(1_000_000));
    window.check(asCtr(1_000_000));
    expect(accepts(window, 0)).toBe(true);
    expect(() => window.check(asCtr(0))).toThrow(expect.objectContaining({ code: "sframe/replay" }));
  });

  it("agrees with a plain list of everything seen", () => {
    const random = seededRandom("ReplayWindow against a list");
    const window = new ReplayWindow();
    const seen = new Set<number>();
    let highest = -1;
    for (let round = 0; round < 5000; round++) {
      const far = random.below(50) === 0 ? 3000 : 40;
      const ctr = Math.max(0, highest + far - random.below(random.below(20) === 0 ? 3000 : 80));
      const expected = !seen.has(ctr) && ctr > highest - REPLAY_WINDOW;
      expect(accepts(window, ctr), `seed ${random.seed}, round ${round}`).toBe(expected);
      if (expected) seen.add(ctr);
      highest = Math.max(highest, expected ? ctr : -1);
    }
  });
});

describe("FrameCounter", () => {
  it("counts up from where counters take two bytes, and never repeats", () => {
    const counter = new FrameCounter();
    expect([counter.next(), counter.next(), counter.next()]).toEqual([256n, 257n, 258n]);
  });

  it("stops at its limit and stays stopped", () => {
    const counter = new FrameCounter(2);
    counter.next();
    counter.next();
    for (let i = 0; i < 2; i++) {
      expect(() => counter.next()).toThrow(expect.objectContaining({ code: "sframe/counter-exhausted" }));
    }
  });
});
