/** How well somebody comes through, as four steps that a person understands. Pure. */
import type { StreamRates } from "./rates.ts";

export type Quality = "good" | "fair" | "poor" | "lost";

/** What is known of one of a person's streams for the last second. */
export interface QualitySample extends Pick<StreamRates, "bitrate" | "loss" | "jitterMs" | "roundTripMs"> {
  /** Whether something ought to come: it is on, and it was asked for. */
  readonly isExpected: boolean;
}

/** A step holds from these values on; the first row that fits counts. */
const steps: readonly { quality: Quality; loss: number; jitterMs: number; roundTripMs: number }[] = [
  // Speech breaks up, pictures freeze.
  { quality: "poor", loss: 0.08, jitterMs: 100, roundTripMs: 600 },
  // Repaired, but to be seen and heard; people begin to talk into each other.
  { quality: "fair", loss: 0.02, jitterMs: 40, roundTripMs: 300 },
];
/** Seconds that nothing may come before somebody counts as lost. */
export const LOST_SECONDS = 3;
/** Better seconds in a row before a better step is shown. */
export const RECOVERED_SECONDS = 3;

/** State between two seconds. */
export interface QualityTrack {
  readonly quality: Quality;
  readonly silentSeconds: number;
  readonly betterSeconds: number;
}

/** Somebody nothing is known of yet. */
export const goodQuality: QualityTrack = { quality: "good", silentSeconds: 0, betterSeconds: 0 };

const order: readonly Quality[] = ["good", "fair", "poor", "lost"];

/** Judges another second: worse at once, better after a while. */
export function judgeQuality(track: QualityTrack, samples: readonly QualitySample[]): QualityTrack {
  const expected = samples.filter(({ isExpected }) => isExpected);
  const isSilent = expected.length > 0 && expected.every(({ bitrate }) => bitrate === 0);
  const silentSeconds = isSilent ? track.silentSeconds + 1 : 0;
  const now = silentSeconds >= LOST_SECONDS ? "lost" : worstOf(samples);
  const isBetter = order.indexOf(now) < order.indexOf(track.quality);
  if (!isBetter) return { quality: now, silentSeconds, betterSeconds: 0 };
  const betterSeconds = isSilent ? 0 : track.betterSeconds + 1;
  const hasRecovered = betterSeconds >= RECOVERED_SECONDS;
  return {
    quality: hasRecovered ? now : track.quality,
    silentSeconds,
    betterSeconds: hasRecovered ? 0 : betterSeconds,
  };
}

function worstOf(samples: readonly QualitySample[]): Quality {
  const reaches = ({ loss, jitterMs, roundTripMs }: (typeof steps)[number]): boolean =>
    samples.some(
      (sample) =>
        sample.loss >= loss || (sample.jitterMs ?? 0) >= jitterMs || (sample.roundTripMs ?? 0) >= roundTripMs,
    );
  return steps.find(reaches)?.quality ?? "good";
}
