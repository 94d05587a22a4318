import type { Kid } from "@sotto/shared/ids";
import { FrameCounter } from "@sotto/shared/sframe";

/**
 * One counter for each key id, for as long as the worker lives. Transforms come and go, a key may be posted again, and
 * a key id comes again after 256 epochs: its counter goes on in every case, so no key ever sees a counter twice.
 */
export class SendCounters {
  readonly #counters = new Map<Kid, FrameCounter>();

  /** The counter of a key id. */
  of(kid: Kid): FrameCounter {
    let counter = this.#counters.get(kid);
    if (counter === undefined) this.#counters.set(kid, (counter = new FrameCounter()));
    return counter;
  }
}
