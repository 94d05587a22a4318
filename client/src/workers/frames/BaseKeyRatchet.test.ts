import { ratchetBaseKey } from "@sotto/shared/sframe";
import { describe, expect, it } from "vitest";
import { BaseKeyRatchet, MAX_STEPS_AHEAD } from "./BaseKeyRatchet.ts";
import { GRACE_MS } from "./SendSchedule.ts";

const PERIOD = 30_000;
const ZERO = new Uint8Array(16);
/** The step changes at these ages. */
const AT_1 = 1.5 * PERIOD;
const AT_2 = 2.5 * PERIOD;

function ratchet() {
  const baseKey = new Uint8Array(16).fill(7);
  return { baseKey, ratchet: new BaseKeyRatchet(4, baseKey, PERIOD, 0) };
}

function keyAt(step: number): Uint8Array {
  let key: Uint8Array = new Uint8Array(16).fill(7);
  for (let next = 1; next <= step; next++) key = ratchetBaseKey(4, key, next);
  return key;
}

describe("the ratchet of a base key", () => {
  it("moves on when the epoch is over-age, then once in a period", () => {
    const { ratchet: r } = ratchet();
    const steps = [AT_1 - 1, AT_1, AT_2 - 1, AT_2].map((now) => {
      r.advance(now);
      return r.step;
    });
    expect(steps).toEqual([0, 1, 1, 2]);
    expect(r.baseKey(2)).toEqual(keyAt(2));
  });

  it("never moves back, whatever the clock says", () => {
    const { ratchet: r } = ratchet();
    r.advance(AT_2);
    r.advance(0);
    expect(r.step).toBe(2);
  });

  it("derives ahead on demand, up to a bound and no further, and stays where it is", () => {
    const { ratchet: r, baseKey } = ratchet();
    expect(r.baseKey(MAX_STEPS_AHEAD)).toEqual(keyAt(MAX_STEPS_AHEAD));
    expect(r.baseKey(MAX_STEPS_AHEAD + 1)).toBeUndefined();
    expect(r.baseKey(65_535)).toBeUndefined();
    r.advance(1);
    expect(r.step).toBe(0);
    expect(r.oldest).toBe(0);
    expect(baseKey).toEqual(new Uint8Array(16).fill(7));
  });

  it("overwrites a step's key one period and the grace after it was passed", () => {
    const { ratchet: r, baseKey } = ratchet();
    r.advance(AT_1);
    const first = r.baseKey(1)!;
    r.advance(AT_2);
    r.advance(AT_1 + PERIOD + GRACE_MS - 1);
    expect(r.baseKey(0)).toBe(baseKey);
    expect(baseKey).not.toEqual(ZERO);
    r.advance(AT_1 + PERIOD + GRACE_MS);
    expect(r.baseKey(0)).toBeUndefined();
    expect(baseKey).toEqual(ZERO);
    expect(first).toEqual(keyAt(1));
    r.advance(AT_2 + PERIOD + GRACE_MS);
    expect(first).toEqual(ZERO);
  });

  it("overwrites all the steps that it jumped over", () => {
    const { ratchet: r } = ratchet();
    const ahead = [0, 1, 2, 3].map((step) => r.baseKey(step)!);
    r.advance(AT_1 + 3 * PERIOD);
    expect(r.step).toBe(4);
    r.advance(AT_1 + 4 * PERIOD + GRACE_MS);
    expect(ahead).toEqual([ZERO, ZERO, ZERO, ZERO]);
    expect(r.oldest).toBe(4);
  });

  it("catches up with a step that was heard", () => {
    const { ratchet: r } = ratchet();
    r.heard(5);
    r.advance(1);
    expect(r.step).toBe(5);
    expect(r.baseKey(5)).toEqual(keyAt(5));
    r.heard(3);
    r.advance(2);
    expect(r.step).toBe(5);
  });

  it("is not dragged further than the bound beyond its own clock", () => {
    const { ratchet: r } = ratchet();
    r.heard(MAX_STEPS_AHEAD);
    r.advance(1);
    r.heard(2 * MAX_STEPS_AHEAD);
    r.advance(2);
    expect(r.step).toBe(MAX_STEPS_AHEAD);
    r.advance(AT_1);
    expect(r.step).toBe(MAX_STEPS_AHEAD + 1);
  });

  it("knows what it began with after that is overwritten", () => {
    const { ratchet: r } = ratchet();
    expect(r.beganWith(keyAt(0))).toBe(true);
    r.advance(AT_2);
    r.advance(AT_2 + PERIOD + GRACE_MS);
    expect(r.oldest).toBe(2);
    expect(r.beganWith(keyAt(0))).toBe(true);
    expect(r.beganWith(keyAt(2))).toBe(false);
    expect(r.beganWith(new Uint8Array(16).fill(8))).toBe(false);
    expect(r.beganWith(new Uint8Array(32).fill(7))).toBe(false);
  });

  it("leaves nothing when it is wiped", () => {
    const { ratchet: r, baseKey } = ratchet();
    const ahead = r.baseKey(3)!;
    r.wipe();
    expect([baseKey, ahead]).toEqual([ZERO, ZERO]);
  });

  it.each([0, -1, Number.NaN, Infinity])("refuses a period of %d", (period) => {
    expect(() => new BaseKeyRatchet(4, keyAt(0), period, 0)).toThrowError(RangeError);
  });
});
