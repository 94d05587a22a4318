import { bytesEqualConstantTime, zeroize } from "@sotto/shared/codec";
import { ratchetBaseKey, type SframeSuite } from "@sotto/shared/sframe";
import { GRACE_MS, ratchetStepAt } from "./SendSchedule.ts";

/**
 * How many steps beyond our own a frame may name. Members' steps differ by how far their clocks and the arrival of the
 * epoch do, so by one or two; the rest is for a device that slept. What a forged key id can cost is bounded by it.
 */
export const MAX_STEPS_AHEAD = 64;

/**
 * One epoch's base key, and what the ratchet makes of it while no new epoch comes. Our own step goes by our clock and
 * by the highest step that a member was heard at, whichever is further. A step's key is overwritten one rotation
 * period and the grace after our own step passed it: until then late senders are heard, from then on not even we can
 * open what was sent under it.
 */
export class BaseKeyRatchet {
  readonly #suite: SframeSuite;
  readonly #rotateMs: number;
  readonly #beganAt: number;
  /** By step, without gaps, from the oldest that is not yet overwritten to the furthest that was asked for. */
  readonly #keys = new Map<number, Uint8Array>();
  #oldest = 0;
  #furthest = 0;
  #step = 0;
  #heard = 0;
  /** Which steps are to be overwritten when, in order. */
  readonly #passed: { below: number; at: number }[] = [];

  /**
   * @param baseKey of step 0; taken over, and overwritten like those that follow
   * @throws RangeError if the period is none
   */
  constructor(suite: SframeSuite, baseKey: Uint8Array, rotateMs: number, now: number) {
    if (!(rotateMs > 0 && rotateMs < Infinity)) throw new RangeError("no rotation period");
    this.#suite = suite;
    this.#rotateMs = rotateMs;
    this.#beganAt = now;
    this.#keys.set(0, baseKey);
  }

  /** The step that we send with, as of the last `advance`. */
  get step(): number {
    return this.#step;
  }

  /** The oldest step whose frames can still be opened. */
  get oldest(): number {
    return this.#oldest;
  }

  /** Moves our own step on if it is time, and overwrites what was passed long enough ago. */
  advance(now: number): void {
    const byClock = ratchetStepAt(now - this.#beganAt, this.#rotateMs);
    // A member that hurries cannot drag the others to the end of the steps.
    const step = Math.max(byClock, Math.min(this.#heard, byClock + MAX_STEPS_AHEAD));
    if (step > this.#step) {
      this.#step = step;
      this.#derive(step);
      this.#passed.push({ below: step, at: now + this.#rotateMs + GRACE_MS });
    }
    while (this.#passed[0] !== undefined && this.#passed[0].at <= now) {
      const { below } = this.#passed[0];
      this.#passed.shift();
      for (; this.#oldest < below; this.#oldest++) this.#overwrite(this.#oldest);
    }
  }

  /** Notes that an authentic frame of this step came: a sender whose clock was stopped catches up with the others. */
  heard(step: number): void {
    this.#heard = Math.max(this.#heard, step);
  }

  /** The base key of a step, only to be read; undefined if it is overwritten already or too far ahead. */
  baseKey(step: number): Uint8Array | undefined {
    if (step <= this.#step + MAX_STEPS_AHEAD) this.#derive(step);
    return this.#keys.get(step);
  }

  /** Whether this is the ratchet that began with a base key, even if it has long been overwritten. */
  beganWith(baseKey: Uint8Array): boolean {
    let key = new Uint8Array(baseKey);
    for (let step = 1; step <= this.#oldest; step++) {
      const next = new Uint8Array(ratchetBaseKey(this.#suite, key, step));
      zeroize(key);
      key = next;
    }
    const oldest = this.#keys.get(this.#oldest);
    const same = oldest !== undefined && bytesEqualConstantTime(key, oldest);
    zeroize(key);
    return same;
  }

  /** Overwrites all that is left. */
  wipe(): void {
    for (const step of this.#keys.keys()) this.#overwrite(step);
  }

  #derive(upTo: number): void {
    for (; this.#furthest < upTo; this.#furthest++) {
      const key = this.#keys.get(this.#furthest);
      if (key === undefined) throw new Error("the ratchet is wiped");
      this.#keys.set(this.#furthest + 1, ratchetBaseKey(this.#suite, key, this.#furthest + 1));
    }
  }

  #overwrite(step: number): void {
    const key = this.#keys.get(step);
    if (key !== undefined) zeroize(key);
    this.#keys.delete(step);
  }
}
