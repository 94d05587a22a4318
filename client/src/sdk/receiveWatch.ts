/*
 * Judges a received stream by what goes into and comes out of its transform and its decoder. Pure: counts and times
 * come in.
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
  /** Pictures that came out of the decoder; undefined for sound, and where the browser does not say. */
  readonly decoded: number | undefined;
  /** Whether its sender says that it is on, and it is always moving: sound, or a camera. */
  readonly isExpected: boolean;
  /** Whether the frame worker has fallen silent: then nothing more will come out, and no new stream helps. */
  readonly isWorkerGone: boolean;
}

/**
 * `blind`: the decoder wants a key frame. The others are worth a new stream: `dark` frames come and none can be
 * opened, `frozen` they are opened and none is shown, `silent` nothing comes.
 */
export type ReceiveVerdict = "fine" | "blind" | "dark" | "frozen" | "silent";

/** How long frames may come and none be opened before the picture counts as gone, ms. */
export const DARK_MS = 2_000;
/** How long before the stream is worth making anew, ms: longer than an epoch's switch and a lost key frame. */
export const STUCK_MS = 5_000;
/** How long opened frames may not be shown before a key frame is asked for, ms: longer than a lost one takes to come. */
export const BLIND_MS = 2_000;
/** How long nothing may come of what ought to, ms: longer than a sender takes to connect again. */
export const SILENT_MS = 10_000;
/** Packets without a frame that are no coincidence of two counters read at different moments. */
const PACKETS_WITHOUT_FRAME = 20;

/** State between two looks. */
export interface ReceiveWatch {
  readonly framesIn: number;
  readonly framesOut: number;
  readonly decoded: number;
  /** Frames come through. */
  readonly live: boolean;
  /** Since when something has come and nothing was opened. */
  readonly darkSince: number | undefined;
  /** Since when something was opened and nothing shown. */
  readonly blindSince: number | undefined;
  /** Since when nothing came of what ought to. */
  readonly silentSince: number | undefined;
}

/** A stream nothing is known of yet. */
export const receiveWatch: ReceiveWatch = {
  ...{ framesIn: 0, framesOut: 0, decoded: 0, live: false },
  ...{ darkSince: undefined, blindSince: undefined, silentSince: undefined },
};

/** Forgets since when something was wrong: nothing was to be expected. */
export function excuse(watch: ReceiveWatch): ReceiveWatch {
  return { ...watch, darkSince: undefined, blindSince: undefined, silentSince: undefined };
}

/**
 * Looks once more. A sender that sends nothing although it says that it does is soon asked anew; one that has its
 * camera off or no bandwidth is not held against the stream: it stays what it was.
 */
export function watchReceived(
  watch: ReceiveWatch,
  sample: ReceiveSample,
): { readonly watch: ReceiveWatch; readonly verdict: ReceiveVerdict } {
  const { at, framesIn, framesOut, packets, decoded = framesOut } = sample;
  const counts = { framesIn, framesOut, decoded };
  if (sample.isWorkerGone) return { watch: { ...excuse(watch), ...counts, live: false }, verdict: "fine" };
  if (framesOut > watch.framesOut) {
    // A browser's counter may start over.
    const isShown = decoded !== watch.decoded;
    const blindSince = isShown ? undefined : (watch.blindSince ?? at);
    return {
      watch: { ...excuse(watch), ...counts, live: true, blindSince },
      verdict: blindVerdict(blindSince, at),
    };
  }
  const cameInVain = framesIn > watch.framesIn || (framesIn === 0 && packets > PACKETS_WITHOUT_FRAME);
  if (cameInVain) {
    const darkSince = watch.darkSince ?? at;
    const live = watch.live && at - darkSince < DARK_MS;
    const verdict = at - darkSince >= STUCK_MS ? "dark" : "fine";
    return { watch: { ...watch, ...counts, live, darkSince, silentSince: undefined }, verdict };
  }
  const silentSince = sample.isExpected ? (watch.silentSince ?? at) : undefined;
  const isSilent = silentSince !== undefined && at - silentSince >= SILENT_MS;
  return { watch: { ...watch, ...counts, silentSince }, verdict: isSilent ? "silent" : "fine" };
}

function blindVerdict(blindSince: number | undefined, at: number): ReceiveVerdict {
  if (blindSince === undefined || at - blindSince < BLIND_MS) return "fine";
  return at - blindSince < STUCK_MS ? "blind" : "frozen";
}
