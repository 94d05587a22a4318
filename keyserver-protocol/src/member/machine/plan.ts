import type { LeafIndex } from "@sotto/shared/ids";
import type { PathCost } from "../mls/index.ts";
import { commitOrder, shouldBeRemoved, rotationOrder, type Evidence } from "../rules/index.ts";
import { PROBE_AGAIN_MS, PROBE_ANSWER_MS, silentAfterMs, standInMs } from "./timing.ts";

/** What is known about one member's signs of life. Times are ms. */
export interface LifeSigns {
  readonly lastHeardAt: number;
  /** When a reason came up to ask at once: its media ended, or it said goodbye and the epoch changed. */
  readonly suspectSince: number | undefined;
  /** When it said goodbye. */
  readonly goodbyeAt: number | undefined;
  /** When the log first showed a probe that it has not answered since, in this epoch or an earlier one. */
  readonly askedAt: number | undefined;
  /** When the log of this epoch showed a reason to remove it. */
  readonly reasonAt: number | undefined;
  /** When we sent a probe in this epoch. */
  readonly probeSentAt: number | undefined;
}

export interface PlanFacts {
  readonly now: number;
  readonly self: LeafIndex;
  readonly members: readonly { readonly leaf: LeafIndex }[];
  /** What a commit by each member would cost if these went with it. */
  readonly costs: (removed: ReadonlySet<LeafIndex>) => readonly PathCost[];
  readonly evidence: Evidence;
  readonly lifeSigns: ReadonlyMap<LeafIndex, LifeSigns>;
  /** When the first in turn lets in who waits; undefined if nobody does. */
  readonly admissionDueAt: number | undefined;
  /** When keys were last refreshed by a commit with fresh entropy, or when we joined. */
  readonly refreshedAt: number;
  readonly rotateMs: number;
  readonly lastCommitter: LeafIndex | undefined;
}

export interface Plan {
  /** Commit now: removals in `remove`, and whoever waits to be let in; with neither, fresh entropy only. */
  readonly commit: boolean;
  readonly remove: readonly LeafIndex[];
  readonly probe: readonly LeafIndex[];
  /** How long we leave to others what anybody may commit, ms. */
  readonly standInMs: number;
  /** When to plan again if nothing happens before; undefined if nothing is to come. */
  readonly wakeAt: number | undefined;
}

/**
 * What this member should do now. It decides when an honest member acts, never what is allowed; so members whose
 * clocks or impressions differ lose time, not agreement.
 */
export function plan(facts: PlanFacts): Plan {
  const { now, self, members, evidence, lifeSigns } = facts;
  const absent = absentMembers(facts);
  const leaves = members.map(({ leaf }) => leaf);
  const removable = new Set(leaves.filter((leaf) => shouldBeRemoved(evidence, leaf)));
  const turn = Math.max(0, commitOrder(facts.costs(removable), absent).indexOf(self));
  const standIn = turn * standInMs(members.length);
  const dues: number[] = [];

  const remove = leaves.filter((leaf) => {
    if (leaf === self || !shouldBeRemoved(evidence, leaf)) return false;
    dues.push(removableAt(evidence, leaf, lifeSigns.get(leaf)) + standIn);
    return removableAt(evidence, leaf, lifeSigns.get(leaf)) <= now;
  });
  if (facts.admissionDueAt !== undefined) dues.push(facts.admissionDueAt + standIn);
  dues.push(rotationAt(facts, absent));

  const probe: LeafIndex[] = [];
  const probeDues: number[] = [];
  for (const leaf of leaves) {
    const signs = lifeSigns.get(leaf);
    if (leaf === self || signs === undefined || shouldBeRemoved(evidence, leaf)) continue;
    const again = signs.probeSentAt === undefined ? 0 : signs.probeSentAt + PROBE_AGAIN_MS;
    const at = Math.max(probeAt(signs, silentAfterMs(members.length)) + standIn, again);
    if (at <= now) probe.push(leaf);
    else probeDues.push(at);
  }

  const commit = dues.some((due) => due <= now);
  const wakeAt = Math.min(...dues.filter((due) => due > now), ...probeDues);
  return {
    commit,
    remove: commit ? remove : [],
    probe,
    standInMs: standIn,
    wakeAt: Number.isFinite(wakeAt) ? wakeAt : undefined,
  };
}

/** Members whose turn nobody waits for. */
function absentMembers({ now, self, members, evidence, lifeSigns }: PlanFacts): ReadonlySet<LeafIndex> {
  const absent = new Set<LeafIndex>();
  for (const [leaf, signs] of lifeSigns) {
    if (leaf === self) continue;
    const isSilent = now - signs.lastHeardAt >= silentAfterMs(members.length) || signs.askedAt !== undefined;
    if (isSilent || signs.goodbyeAt !== undefined || shouldBeRemoved(evidence, leaf)) absent.add(leaf);
  }
  return absent;
}

/** When the removal of a member becomes due for the first in turn. */
function removableAt(evidence: Evidence, leaf: LeafIndex, signs: LifeSigns | undefined): number {
  const reasonAt = signs?.reasonAt ?? 0;
  if (evidence.left.has(leaf) || evidence.offenders.has(leaf) || signs?.goodbyeAt !== undefined)
    return reasonAt;
  // An unanswered probe. One that an earlier epoch has seen counts from then: the wait was had already.
  return Math.max(reasonAt, (signs?.askedAt ?? reasonAt) + PROBE_ANSWER_MS);
}

/** When a member should be probed by the first in turn. */
function probeAt({ lastHeardAt, suspectSince, goodbyeAt, askedAt }: LifeSigns, silentAfter: number): number {
  return Math.min(
    lastHeardAt + silentAfter,
    suspectSince ?? Infinity,
    goodbyeAt ?? Infinity,
    askedAt ?? Infinity,
  );
}

function rotationAt(facts: PlanFacts, absent: ReadonlySet<LeafIndex>): number {
  const turn = Math.max(
    0,
    rotationOrder(facts.costs(new Set()), facts.lastCommitter, absent).indexOf(facts.self),
  );
  return facts.refreshedAt + facts.rotateMs + turn * standInMs(facts.members.length);
}
