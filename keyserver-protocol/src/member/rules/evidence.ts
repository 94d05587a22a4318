import type { LeafIndex } from "@sotto/shared/ids";
import type { WireMessage } from "../appMessage.ts";

/**
 * What the log of the current epoch says about who may be removed. It is a function of log entries alone, so all
 * members of the epoch hold the same; it starts empty with each epoch, because who joined then has seen nothing else.
 */
export interface Evidence {
  /** Members that said goodbye. */
  readonly left: ReadonlySet<LeafIndex>;
  /** Members that were asked for a sign of life and have not given one since. */
  readonly unanswered: ReadonlySet<LeafIndex>;
  /** Members that were asked, whatever they said then: a commit may have been on its way when they answered. */
  readonly asked: ReadonlySet<LeafIndex>;
  /** Members that wrote a commit which all refuse. */
  readonly offenders: ReadonlySet<LeafIndex>;
  /** Whether all that the log said in this epoch is known; what a lost log said is not. */
  readonly isWhole: boolean;
}

export const NO_EVIDENCE: Evidence = {
  left: new Set(),
  unanswered: new Set(),
  asked: new Set(),
  offenders: new Set(),
  isWhole: true,
};

/**
 * Adds one message of the log, in order. `message` is undefined for one that does not decode: a sign of life all the
 * same.
 */
export function withMessage(
  evidence: Evidence,
  sender: LeafIndex,
  message: WireMessage | undefined,
): Evidence {
  const unanswered = without(evidence.unanswered, sender);
  if (message?.type === "leave")
    return { ...evidence, unanswered, left: new Set([...evidence.left, sender]) };
  if (message?.type === "probe" && message.leaf !== sender) {
    const asked = new Set([...evidence.asked, message.leaf]);
    return { ...evidence, asked, unanswered: new Set([...unanswered, message.leaf]) };
  }
  return { ...evidence, unanswered };
}

/** The same, of which something may be missing. */
export function withGaps(evidence: Evidence): Evidence {
  return evidence.isWhole ? { ...evidence, isWhole: false } : evidence;
}

/** What stays when a log has to be read anew, or another one takes its place: who has spoilt one. */
export function offendersOf({ offenders }: Evidence): Evidence {
  return { ...NO_EVIDENCE, offenders };
}

/** Adds the author of a refused commit. */
export function withOffender(evidence: Evidence, offender: LeafIndex): Evidence {
  return { ...evidence, offenders: new Set([...evidence.offenders, offender]) };
}

/**
 * Whether the log allows the removal of this member. It only ever grows: so a commit that was allowed when it was made
 * is allowed wherever in the epoch it comes to stand.
 */
export function mayBeRemoved(evidence: Evidence, leaf: LeafIndex): boolean {
  return evidence.left.has(leaf) || evidence.asked.has(leaf) || evidence.offenders.has(leaf);
}

/** Whether this member is to be removed: as above, and it has not answered. */
export function shouldBeRemoved(evidence: Evidence, leaf: LeafIndex): boolean {
  return evidence.left.has(leaf) || evidence.unanswered.has(leaf) || evidence.offenders.has(leaf);
}

function without(set: ReadonlySet<LeafIndex>, leaf: LeafIndex): ReadonlySet<LeafIndex> {
  return set.has(leaf) ? new Set([...set].filter((other) => other !== leaf)) : set;
}
