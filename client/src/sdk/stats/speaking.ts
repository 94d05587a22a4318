/** Who speaks, judged by what was decoded here: no server is told, and none could. Pure. */

/** Loudness that is speech and not a room: about -40 dB below full scale. */
const SPEECH = 0.01;
/** How long a pause between words may be, ms. */
export const PAUSE_MS = 1_000;

/** When somebody was last loud, ms of any clock that goes forward. */
export interface Voice {
  readonly loudAt: number;
  readonly speaking: boolean;
}

/** Somebody who was never heard. */
export const silentVoice: Voice = { loudAt: -Infinity, speaking: false };

/** Listens once more. @param loudness root mean square since the last time, 0..1 */
export function hearVoice(voice: Voice, loudness: number, at: number): Voice {
  const loudAt = loudness >= SPEECH ? at : voice.loudAt;
  const speaking = at - loudAt < PAUSE_MS;
  return speaking === voice.speaking && loudAt === voice.loudAt ? voice : { loudAt, speaking };
}
