/** What a microphone's level says that the person may not have noticed. Pure. */

export type MicHint = "talking-muted" | "silent";

/** One look at the level. */
export interface LevelSample {
  /** Milliseconds of any clock that goes forward. */
  readonly at: number;
  /** Root mean square, 0..1, of the device before anything is done to it. */
  readonly level: number;
  /** Whether the person wants to be heard. */
  readonly isOn: boolean;
}

export interface MicWatch {
  readonly hint: MicHint | undefined;
  /** Since when there has been speech while muted, without a longer pause. */
  readonly loudSince: number | undefined;
  readonly loudAt: number;
  /** Since when there has been no sound at all while on. */
  readonly silentSince: number | undefined;
  /** The hint about talking goes by itself at this time, and does not come again before the next one. */
  readonly hintUntil: number;
  readonly quietUntil: number;
}

/** Speech and not a room: about -37 dB below full scale. */
const SPEECH = 0.014;
/** Below this nothing comes at all: even a quiet room is louder in any microphone that works. About -90 dB. */
const NOTHING = 0.00003;
/** Shorter is a cough, a chair. */
const SPEECH_MS = 700;
/** Pauses between words. */
const PAUSE_MS = 500;
/** A microphone that gives nothing for this long is not a pause. */
export const SILENT_MS = 5_000;
/** How long it is said, and for how long it is not said again to somebody who talks to others in the room. */
const SHOWN_MS = 7_000;
const REST_MS = 30_000;

export const NOTHING_HEARD: MicWatch = {
  hint: undefined,
  loudSince: undefined,
  loudAt: -Infinity,
  silentSince: undefined,
  hintUntil: -Infinity,
  quietUntil: -Infinity,
};

/** Takes in one look. Gives the same hint until it is settled: unmuted, or a sound has come. */
export function watchMic(watch: MicWatch, sample: LevelSample): MicWatch {
  return sample.isOn ? watchOn(watch, sample) : watchMuted(watch, sample);
}

function watchOn(watch: MicWatch, { at, level }: LevelSample): MicWatch {
  const silentSince = level > NOTHING ? undefined : (watch.silentSince ?? at);
  const isSilent = silentSince !== undefined && at - silentSince >= SILENT_MS;
  return {
    ...NOTHING_HEARD,
    quietUntil: watch.quietUntil,
    silentSince,
    hint: isSilent ? "silent" : undefined,
  };
}

function watchMuted(watch: MicWatch, { at, level }: LevelSample): MicWatch {
  const isLoud = level >= SPEECH;
  const loudAt = isLoud ? at : watch.loudAt;
  const goesOn = at - loudAt <= PAUSE_MS;
  const loudSince = goesOn ? (watch.loudSince ?? at) : undefined;
  const next = { ...watch, loudAt, loudSince, silentSince: undefined };
  if (watch.hint === "talking-muted" && at < watch.hintUntil) return next;
  const talks = loudSince !== undefined && at - loudSince >= SPEECH_MS && at >= watch.quietUntil;
  if (!talks) return { ...next, hint: undefined };
  return { ...next, hint: "talking-muted", hintUntil: at + SHOWN_MS, quietUntil: at + SHOWN_MS + REST_MS };
}
