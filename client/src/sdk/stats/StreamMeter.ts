import type { TransformReport } from "../../workers/protocol.ts";
import type { StreamCounters } from "./counters.ts";
import { loudnessBetween, ratesBetween, type StreamRates } from "./rates.ts";

/** What a transform did in between. */
export interface CryptRates {
  readonly cryptUs?: number;
  readonly framesRefused: number;
}

/** Keeps the last counts of one stream, to tell what has happened since. */
export class StreamMeter {
  #heard: StreamCounters | undefined;
  #counted: StreamCounters | undefined;
  #transformed: TransformReport | undefined;

  /** Pictures so far, at the last look. */
  get frames(): number | undefined {
    return this.#counted?.frames;
  }

  /** Loudness since the last call, 0..1; undefined if it cannot be told. */
  loudness(now: StreamCounters): number | undefined {
    const before = this.#heard;
    this.#heard = now;
    return before && loudnessBetween(before, now);
  }

  /** Rates since the last call; undefined at the first. */
  rates(now: StreamCounters): StreamRates | undefined {
    const before = this.#counted;
    this.#counted = now;
    return before && ratesBetween(before, now);
  }

  /** What the transform did since the last call. */
  crypt(report: TransformReport | undefined): CryptRates {
    const before = this.#transformed;
    this.#transformed = report;
    if (report === undefined) return { framesRefused: 0 };
    const frames = report.framesOut - (before?.framesOut ?? 0);
    const framesRefused = refusedOf(report) - (before === undefined ? 0 : refusedOf(before));
    if (frames <= 0) return { framesRefused };
    const busyMs = report.busyMs - (before?.busyMs ?? 0);
    return { cryptUs: Math.round((1_000 * busyMs) / frames), framesRefused };
  }
}

/** An empty frame is nothing to encrypt or open. */
function refusedOf({ dropped }: TransformReport): number {
  const { empty = 0 } = dropped;
  return Object.values(dropped).reduce((sum, count) => sum + count, 0) - empty;
}
