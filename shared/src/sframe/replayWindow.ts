import type { Ctr } from "../ids/index.ts";
import { SframeError } from "./errors.ts";

/** Frames a receiver looks back: seconds of the fastest stream, far more than any network reorders. */
export const REPLAY_WINDOW = 1024;

/**
 * Remembers which of the last {@link REPLAY_WINDOW} counters of one key were accepted. A frame is asked about
 * before it is decrypted, which is cheap, and accepted after, which only an authentic frame may be: so a forged
 * counter cannot move the window, and of two copies that were decrypted at once only one passes.
 */
export class ReplayWindow {
  /** One bit for each counter, at the counter modulo the window. */
  readonly #seen = new Uint32Array(REPLAY_WINDOW / 32);
  #highest = -1;

  /** @throws SframeError `sframe/replay` if the counter was accepted before, or is older than the window */
  check(ctr: Ctr | number): void {
    const counter = Number(ctr);
    // No sender gets there, and beyond it numbers are no longer told apart.
    if (!Number.isSafeInteger(counter)) throw new SframeError("sframe/replay", "beyond all counters");
    const age = this.#highest - counter;
    if (age < 0) return;
    if (age >= REPLAY_WINDOW) throw new SframeError("sframe/replay", "older than the replay window");
    const bit = counter % REPLAY_WINDOW;
    if (((this.#seen[bit >>> 5] as number) & (1 << (bit & 31))) !== 0) {
      throw new SframeError("sframe/replay", "counter seen before");
    }
  }

  /** Notes an authentic frame. @throws SframeError `sframe/replay` as {@link check} does */
  accept(ctr: Ctr | number): void {
    this.check(ctr);
    const counter = Number(ctr);
    if (counter - this.#highest >= REPLAY_WINDOW) this.#seen.fill(0);
    else for (let skipped = this.#highest + 1; skipped < counter; skipped++) this.#mark(skipped, false);
    if (counter > this.#highest) this.#highest = counter;
    this.#mark(counter, true);
  }

  #mark(counter: number, seen: boolean): void {
    const bit = counter % REPLAY_WINDOW;
    const word = this.#seen[bit >>> 5] as number;
    const mask = 1 << (bit & 31);
    this.#seen[bit >>> 5] = seen ? word | mask : word & ~mask;
  }
}
