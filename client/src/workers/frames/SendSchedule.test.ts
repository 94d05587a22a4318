import { describe, expect, it } from "vitest";
import {
  currentOf,
  GRACE_MS,
  ratchetStepAt,
  splitExpired,
  SWITCH_DELAY_MS,
  usableFrom,
} from "./SendSchedule.ts";

const NOW = 10_000;

describe("a new epoch is used for sending", () => {
  it.each(["create", "join", "removal"] as const)("at once after %s", (cause) => {
    expect(usableFrom(cause, true, NOW)).toBe(NOW);
  });

  it.each(["rotation", "membership"] as const)("a while after %s", (cause) => {
    expect(usableFrom(cause, true, NOW)).toBe(NOW + SWITCH_DELAY_MS);
  });

  it.each(["rotation", "membership"] as const)("at once after %s if there is no other key", (cause) => {
    expect(usableFrom(cause, false, NOW)).toBe(NOW);
  });
});

describe("the epoch sent with", () => {
  it("is none before the first", () => {
    expect(currentOf([], NOW)).toBeUndefined();
  });

  it("stays until the next may be used", () => {
    const epochs = [{ usableFrom: 0 }, { usableFrom: 1000 }];
    expect(currentOf(epochs, 999)).toBe(epochs[0]);
    expect(currentOf(epochs, 1000)).toBe(epochs[1]);
  });

  it("skips one that waits when a later one may be used at once", () => {
    const epochs = [{ usableFrom: 0 }, { usableFrom: 1000 }, { usableFrom: 500 }];
    expect(currentOf(epochs, 500)).toBe(epochs[2]);
    expect(currentOf(epochs, 2000)).toBe(epochs[2]);
  });
});

describe("the ratchet step of an epoch", () => {
  it.each([
    [0, 0],
    [44_999, 0],
    [45_000, 1],
    [74_999, 1],
    [75_000, 2],
    [3_600_000, 119],
  ])("at the age of %d ms, with a period of 30 s, is %d", (age, step) => {
    expect(ratchetStepAt(age, 30_000)).toBe(step);
  });
});

describe("an old epoch", () => {
  const epochs = [{ usableFrom: 0 }, { usableFrom: 1000 }];

  it("lives through the grace after senders left it", () => {
    expect(splitExpired(epochs, 1000 + GRACE_MS - 1).live).toEqual(epochs);
  });

  it("then expires", () => {
    expect(splitExpired(epochs, 1000 + GRACE_MS)).toEqual({ live: [epochs[1]], expired: [epochs[0]] });
  });

  it("counts from the first epoch that replaced it", () => {
    const withThird = [{ usableFrom: 0 }, { usableFrom: 9000 }, { usableFrom: 500 }];
    expect(splitExpired(withThird, 500 + GRACE_MS).expired).toEqual([withThird[0], withThird[1]]);
  });

  it("never is the last one", () => {
    expect(splitExpired([{ usableFrom: 0 }], 1e12).expired).toEqual([]);
  });
});
