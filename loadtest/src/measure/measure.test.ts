import { describe, expect, it } from "vitest";
import type { ParticipantEvent } from "../participant/index.ts";
import { EpochWatch, Histogram, processTree, usageOf } from "./index.ts";

describe("a histogram", () => {
  it("knows its quantiles to one percent, also when put together from parts", () => {
    const whole = new Histogram();
    for (const part of [0, 1]) {
      const one = new Histogram();
      for (let value = 1 + part; value <= 10_000; value += 2) one.add(value);
      whole.merge(one.toData());
    }
    expect(whole.count).toBe(10_000);
    for (const share of [0.5, 0.95, 0.99]) {
      expect(Math.abs((whole.quantile(share) ?? 0) / (10_000 * share) - 1)).toBeLessThan(0.011);
    }
    expect(whole.quantile(1)).toBe(10_000);
    expect(new Histogram().quantile(0.5)).toBeUndefined();
  });
});

describe("epoch changes", () => {
  const watchOf = (events: readonly (readonly [number, ParticipantEvent])[]): EpochWatch => {
    const watch = new EpochWatch();
    for (const [index, event] of events) watch.heard(index, event);
    return watch;
  };
  const epoch = (number: number, at: number, cause: "join" | "rotation" | "removal" = "rotation") =>
    ({ type: "epoch", epoch: number, cause, at }) as const;
  const switched = (number: number, at: number) => ({ type: "switched", epoch: number, at }) as const;
  const begun = [0, 1].flatMap((index) => [
    [index, epoch(1, 0, "join")] as const,
    [index, switched(1, 0)] as const,
  ]);

  it("last until the last member that was there sends with it", () => {
    const watch = watchOf([
      ...begun,
      [0, { type: "commit", epoch: 2, at: 100, bytes: 1 }],
      [0, epoch(2, 110, "removal")],
      [1, epoch(2, 140, "removal")],
      [0, switched(2, 110)],
      [1, switched(2, 160)],
      // Came with it: it had nothing to change from.
      [2, epoch(2, 900, "join")],
      [2, switched(2, 900)],
    ]);
    expect(watch.times(0, 1_000)).toEqual({
      firstKey: [40],
      key: [40],
      change: [60],
      removal: [60],
      incomplete: 0,
    });
  });

  it("that somebody missed are told, but not of those who went or of the last moment", () => {
    const events = [...begun, [0, { type: "commit", epoch: 2, at: 100, bytes: 1 }] as const] as const;
    const after = [[0, epoch(2, 110)] as const, [0, switched(2, 120)] as const];
    expect(watchOf([...events, ...after]).times(0, 1_000).incomplete).toBe(1);
    expect(watchOf([...events, ...after]).times(0, 50).incomplete).toBe(0);
    expect(watchOf([...events, ...after]).times(101, 1_000).incomplete).toBe(0);
    const left = watchOf([...events, ...after]);
    left.left(1, 105);
    expect(left.times(0, 1_000)).toMatchObject({ change: [20], incomplete: 0 });
  });
});

describe.skipIf(process.platform !== "linux")("processes", () => {
  it("are found with what descends from them, and what they took", () => {
    expect(processTree(process.ppid)).toContain(process.pid);
    expect(usageOf(process.pid)?.rssBytes).toBeGreaterThan(1_000_000);
    expect(usageOf(2 ** 30)).toBeUndefined();
  });
});
