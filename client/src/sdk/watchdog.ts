/*
 * Watches that every frame that leaves has been through its transform. Pure: counts and times come in, a verdict
 * comes out.
 */

/** What is known of one own stream at one moment. */
export interface SendSample {
  /** ms, any clock that goes forward. */
  readonly at: number;
  /** Frames that the encoder or the network reports as on their way, since the stream began. */
  readonly encoded: number;
  /** Frames that the transform reports as seen, since it was attached. */
  readonly transformed: number;
  /** When the frame worker was last heard of, ms of the same clock. */
  readonly workerHeardAt: number;
}

/** Worker reports come twice a second; this many ms without one is a dead worker. */
export const WORKER_SILENCE_MS = 3_000;
/** How long frames may be encoded without any reaching the transform, ms. */
export const BYPASS_MS = 2_000;
/** How long a transform may take to be called first, once media can flow, ms. */
export const FIRST_CALL_MS = 5_000;
/** A look that comes this much later than the one before says that the page slept, ms; then nothing is judged. */
const SLEPT_MS = 2_500;
/** Frames within {@link BYPASS_MS} that are no coincidence of two counters read at different moments. */
const BYPASS_FRAMES = 10;

/** State between two looks: where the transform last moved. */
export interface SendWatch {
  readonly last: SendSample;
  /** The sample since which the transform has seen nothing new. */
  readonly stillSince: SendSample;
}

/** Begins to watch a stream whose transform has been called. */
export function watchFrom(sample: SendSample): SendWatch {
  return { last: sample, stillSince: sample };
}

/** Looks once more. `failed` means that frames may be leaving unseen: the track must be stopped. */
export function look(
  watch: SendWatch,
  sample: SendSample,
): { readonly watch: SendWatch; readonly failed: boolean } {
  const slept = sample.at - watch.last.at > SLEPT_MS;
  if (slept) return { watch: watchFrom({ ...sample, workerHeardAt: sample.at }), failed: false };
  const moved = sample.transformed > watch.last.transformed;
  const next: SendWatch = { last: sample, stillSince: moved ? sample : watch.stillSince };
  const workerGone = sample.at - sample.workerHeardAt > WORKER_SILENCE_MS;
  const bypassed =
    sample.at - next.stillSince.at >= BYPASS_MS && sample.encoded - next.stillSince.encoded >= BYPASS_FRAMES;
  return { watch: next, failed: workerGone || bypassed };
}
