import type { DropReason, TransformReport } from "../protocol.ts";

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

  /** Counts a frame that is passed on. @param ms since it came */
  passed(ms: number): void {
    this.#framesOut += 1;
    this.#busyMs += ms;
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
