/*
 * Watches that every frame that leaves has been through its transform. Pure: counts and times come in, a verdict
 * comes out.
 */

/** What is known of one own stream at one moment. */
export interface SendSample {
  /** ms, any clock that goes forward. */
  readonly at: number;
  /** Whether the transform has ever been called. */
  readonly called: boolean;
  /** Since when frames could have come to the transform, ms of the same clock; undefined if none are to be expected. */
  readonly expectedSince: number | undefined;
  /** Frames that the encoder or the network reports as on their way, since the stream began. */
  readonly encoded: number;
  /** Frames that the transform reports as seen, since it was attached. */
  readonly transformed: number;
  /** When the frame worker last reported: how old `transformed` is, ms of the same clock. */
  readonly workerHeardAt: number;
}

/** `safe` is all that may go on. */
export type Verdict = "safe" | "transform/not-called" | "transform/stopped";

/** Worker reports come once a second; this many ms without one is a dead worker. */
export const WORKER_SILENCE_MS = 3_000;
/** How long frames may be encoded while the worker reports that none reached the transform, ms. */
export const BYPASS_MS = 3_000;
/** How long a transform may take to be called first, once media can flow, ms. */
export const FIRST_CALL_MS = 5_000;
/** A look that comes this much later than the one before says that the page slept, ms; then nothing is judged. */
const SLEPT_MS = 2_500;
/** Frames within {@link BYPASS_MS} that are no coincidence of two counters read at different moments. */
const BYPASS_FRAMES = 10;

/** How long an encoder makes nothing before the few frames that were not accounted for yet are forgiven, ms. */
const IDLE_MS = 2_000;

/** State between two looks. */
export interface SendWatch {
  readonly last: SendSample | undefined;
  /** The sample since which the transform has seen nothing new. */
  readonly stillSince: SendSample | undefined;
  /** When the encoder was last seen to have made something. */
  readonly encodedAt: number;
}

/** A stream nothing is known of yet. */
export const sendWatch: SendWatch = { last: undefined, stillSince: undefined, encodedAt: -Infinity };

/**
 * Looks once more. An encoder that rests, as one that nobody looks at, is no transform that stands still: when it goes
 * on, the first report of the transform may be behind its frames. Any verdict but `safe` means that frames may be leaving
 * unseen: the track must be stopped.
 */
export function look(
  watch: SendWatch,
  sample: SendSample,
): { readonly watch: SendWatch; readonly verdict: Verdict } {
  const { last, stillSince } = watch;
  const encodedAt = sample.encoded === last?.encoded ? watch.encodedAt : sample.at;
  const isAccounted = sample.encoded === stillSince?.encoded;
  const isIdle =
    sample.at - encodedAt >= IDLE_MS && sample.encoded - (stillSince?.encoded ?? 0) < BYPASS_FRAMES;
  const hasSlept = last !== undefined && sample.at - last.at > SLEPT_MS;
  const hasMoved = last === undefined || sample.transformed > last.transformed;
  const isFresh = hasSlept || hasMoved || isAccounted || isIdle || stillSince === undefined;
  const next: SendWatch = { last: sample, stillSince: isFresh ? sample : stillSince, encodedAt };
  return { watch: next, verdict: hasSlept ? "safe" : judge(next.stillSince ?? sample, sample) };
}

function judge(stillSince: SendSample, sample: SendSample): Verdict {
  const { at, called, expectedSince, workerHeardAt } = sample;
  // A worker that reports late or never says nothing of where the frames went: its silence is judged by itself.
  const isBypassed =
    workerHeardAt - stillSince.at >= BYPASS_MS && sample.encoded - stillSince.encoded >= BYPASS_FRAMES;
  if (!called) {
    const isLate = expectedSince !== undefined && at - expectedSince >= FIRST_CALL_MS;
    return isLate || isBypassed ? "transform/not-called" : "safe";
  }
  const isWorkerGone = at - workerHeardAt > WORKER_SILENCE_MS;
  return isWorkerGone || isBypassed ? "transform/stopped" : "safe";
}
