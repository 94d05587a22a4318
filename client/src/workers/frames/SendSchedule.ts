import type { EpochCause } from "@sotto/keyserver-protocol/member";

/** How long a sender waits for the others to have a new epoch's key, ms: longer than a commit takes to reach all. */
export const SWITCH_DELAY_MS = 1_000;

/** How long frames of an epoch are still accepted after senders left it, ms: late packets and slow members. */
export const GRACE_MS = 5_000;

/** An epoch is over-age after this many rotation periods: one until a commit is due, half of one for those who stand in. */
const OVER_AGE_PERIODS = 1.5;

/**
 * How often the base key of an epoch has to be ratcheted for its age: not before it is over-age, then once for every
 * rotation period.
 * @param ageMs since the epoch's key came, ms
 * @param rotateMs the rotation period, ms
 */
export function ratchetStepAt(ageMs: number, rotateMs: number): number {
  return Math.max(0, Math.floor(ageMs / rotateMs - OVER_AGE_PERIODS) + 1);
}

/**
 * When an epoch may be used for sending: at once where waiting would help nobody (no key yet, a group just joined)
 * or would let somebody who was removed listen on; otherwise when every member can be expected to have it.
 * @param hasKey whether an earlier epoch can be used meanwhile
 * @returns a time in ms
 */
export function usableFrom(cause: EpochCause, hasKey: boolean, now: number): number {
  switch (cause) {
    case "create":
    case "join":
    case "removal":
      return now;
    case "rotation":
    case "membership":
      return hasKey ? now + SWITCH_DELAY_MS : now;
  }
}

/** The epoch to send with: the latest to arrive among those that may be used. */
export function currentOf<E extends { readonly usableFrom: number }>(
  inOrderOfArrival: readonly E[],
  now: number,
): E | undefined {
  return inOrderOfArrival.findLast((epoch) => epoch.usableFrom <= now);
}

/** Splits off the epochs that were superseded so long ago that no honest frame of theirs is under way. */
export function splitExpired<E extends { readonly usableFrom: number }>(
  inOrderOfArrival: readonly E[],
  now: number,
): { live: E[]; expired: E[] } {
  const live: E[] = [];
  const expired: E[] = [];
  inOrderOfArrival.forEach((epoch, index) => {
    const supersededAt = Math.min(...inOrderOfArrival.slice(index + 1).map((later) => later.usableFrom));
    (supersededAt + GRACE_MS <= now ? expired : live).push(epoch);
  });
  return { live, expired };
}
