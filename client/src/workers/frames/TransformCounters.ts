import type { DropReason, TransformReport } from "../protocol.ts";

/**
 * One frame in so many is timed, and stands for the others: asking for the time costs as much as encrypting a frame.
 */
const TIMED_EVERY = 32;

/** Counts what one transform does with frames. */
export class TransformCounters {
  #framesIn = 0;
  #framesOut = 0;
  #busyMs = 0;
  readonly #dropped: Partial<Record<DropReason, number>> = {};

  /** Counts a frame that came. Returns whether it was the first. */
  came(): boolean {
    this.#framesIn += 1;
    return this.#framesIn === 1;
  }

  /** Whether the frame that came last should be timed. */
  get wantsTime(): boolean {
    return this.#framesIn % TIMED_EVERY === 1;
  }

  /** Counts a frame that is passed on. Returns whether it was the first. */
  passed(): boolean {
    this.#framesOut += 1;
    return this.#framesOut === 1;
  }

  /** Notes how long a frame took that should be timed, ms. */
  took(ms: number): void {
    this.#busyMs += ms * TIMED_EVERY;
  }

  dropped(reason: DropReason): void {
    this.#dropped[reason] = (this.#dropped[reason] ?? 0) + 1;
  }

  report(transformId: string): TransformReport {
    return {
      transformId,
      framesIn: this.#framesIn,
      framesOut: this.#framesOut,
      dropped: { ...this.#dropped },
      busyMs: this.#busyMs,
    };
  }
}
