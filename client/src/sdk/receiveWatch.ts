/*
 * Judges a received stream by what goes into and comes out of its transform. Pure: counts and times come in.
 */

/** What is known of one received stream at one moment. */
export interface ReceiveSample {
  /** ms, any clock that goes forward. */
  readonly at: number;
  /** Frames that the transform has seen, and that it has passed on, since it was attached. */
  readonly framesIn: number;
  readonly framesOut: number;
  /** Packets from the network; only looked at while `framesIn` is 0. */
  readonly packets: number;
  /** Whether the frame worker has fallen silent: then nothing more will come out, and no new stream helps. */
  readonly isWorkerGone: boolean;
}

/** How long frames may come and none be opened before the picture counts as gone, ms. */
export const DARK_MS = 2_000;
/** How long before the stream is worth making anew, ms: longer than an epoch's switch and a lost key frame. */
export const STUCK_MS = 5_000;
/** Packets without a frame that are no coincidence of two counters read at different moments. */
const PACKETS_WITHOUT_FRAME = 20;

/** State between two looks. */
export interface ReceiveWatch {
  readonly framesIn: number;
  readonly framesOut: number;
  /** Frames come through. */
  readonly live: boolean;
  /** Since when something has come and nothing was opened. */
  readonly darkSince: number | undefined;
}

/** A stream nothing is known of yet. */
export const receiveWatch: ReceiveWatch = { framesIn: 0, framesOut: 0, live: false, darkSince: undefined };

/**
 * Looks once more. A sender that sends nothing (camera off, bandwidth gone) is not held against the stream: it stays
 * what it was.
 */
export function watchReceived(
  watch: ReceiveWatch,
  { at, framesIn, framesOut, packets, isWorkerGone }: ReceiveSample,
): { readonly watch: ReceiveWatch; readonly stuck: boolean } {
  const counts = { framesIn, framesOut };
  if (isWorkerGone) return { watch: { ...counts, live: false, darkSince: undefined }, stuck: false };
  if (framesOut > watch.framesOut) {
    return { watch: { ...counts, live: true, darkSince: undefined }, stuck: false };
  }
  const cameInVain = framesIn > watch.framesIn || (framesIn === 0 && packets > PACKETS_WITHOUT_FRAME);
  if (!cameInVain) return { watch: { ...watch, ...counts }, stuck: false };
  const darkSince = watch.darkSince ?? at;
  const live = watch.live && at - darkSince < DARK_MS;
  return { watch: { ...counts, live, darkSince }, stuck: at - darkSince >= STUCK_MS };
}
