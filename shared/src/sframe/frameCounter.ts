import type { Ctr } from "../ids/index.ts";
import { SframeError } from "./errors.ts";

/** Frames one key may encrypt: the bound of NIST SP 800-38D §8.3 on invocations of GCM. */
export const MAX_FRAMES_PER_KEY = 2 ** 32;

/**
 * The counter of one key: 0, 1, 2, … and never back. A nonce used twice gives plaintext and forgeries away, so
 * a counter lives exactly as long as its key, and whoever gets a key again keeps the counter it has.
 */
export class FrameCounter {
  readonly #limit: number;
  #next = 0;

  constructor(limit: number = MAX_FRAMES_PER_KEY) {
    this.#limit = limit;
  }

  /** @throws SframeError `sframe/counter-exhausted` when the key may encrypt no more */
  next(): Ctr {
    if (this.#next >= this.#limit) throw new SframeError("sframe/counter-exhausted", "the key is used up");
    return BigInt(this.#next++) as Ctr;
  }
}
