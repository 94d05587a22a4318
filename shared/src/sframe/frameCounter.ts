import type { Ctr } from "../ids/index.ts";
import { SframeError } from "./errors.ts";

/** Frames one key may encrypt: the bound of NIST SP 800-38D §8.3 on invocations of GCM. */
export const MAX_FRAMES_PER_KEY = 2 ** 32;

/**
 * Where counters begin. From here on to 65 535 a counter takes two bytes, so that frames of one size stay of one size
 * on the wire, and none tells that its sender has just begun.
 */
export const FIRST_COUNTER = 256;

/**
 * The counter of one key: from {@link FIRST_COUNTER} up by one, and never back. A nonce used twice gives plaintext and forgeries away, so
 * a counter lives exactly as long as its key, and whoever gets a key again keeps the counter it has.
 */
export class FrameCounter {
  readonly #limit: number;
  #next = FIRST_COUNTER;

  constructor(limit: number = MAX_FRAMES_PER_KEY) {
    this.#limit = limit;
  }

  /** @throws SframeError `sframe/counter-exhausted` when the key may encrypt no more */
  next(): Ctr {
    return BigInt(this.take()) as Ctr;
  }

  /** As {@link FrameCounter.next}, for who counts in plain numbers. */
  take(): number {
    if (this.#next - FIRST_COUNTER >= this.#limit) {
      throw new SframeError("sframe/counter-exhausted", "the key is used up");
    }
    return this.#next++;
  }
}
