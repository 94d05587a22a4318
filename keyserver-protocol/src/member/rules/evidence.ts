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
  /** Members whose refused commit ended the previous log (see the generations of a log). */
  readonly offenders: ReadonlySet<LeafIndex>;
}

export const NO_EVIDENCE: Evidence = { left: new Set(), unanswered: new Set(), offenders: new Set() };

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
    return { ...evidence, unanswered: new Set([...unanswered, message.leaf]) };
  }
  return { ...evidence, unanswered };
}

/** Adds the author of a refused commit. */
export function withOffender(evidence: Evidence, offender: LeafIndex): Evidence {
  return { ...evidence, offenders: new Set([...evidence.offenders, offender]) };
}

/** Whether the log allows the removal of this member. */
export function mayBeRemoved(evidence: Evidence, leaf: LeafIndex): boolean {
  return evidence.left.has(leaf) || evidence.unanswered.has(leaf) || evidence.offenders.has(leaf);
}

function without(set: ReadonlySet<LeafIndex>, leaf: LeafIndex): ReadonlySet<LeafIndex> {
  return set.has(leaf) ? new Set([...set].filter((other) => other !== leaf)) : set;
}
