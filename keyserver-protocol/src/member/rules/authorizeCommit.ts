import { bytesEqualConstantTime } from "@sotto/shared/codec";
import type { LeafIndex } from "@sotto/shared/ids";
import { decodeCredential, isSameInstance, type Credential } from "../credential/index.ts";
import type { ProposalView } from "../mls/index.ts";
import { mayBeRemoved, type Evidence } from "./evidence.ts";
import type { Policy } from "./policy.ts";
import type { RosterMember } from "./roster.ts";

type AddView = Extract<ProposalView, { kind: "add" }>;

/** The part of a roster that the rules look at. */
export type JudgedMember = Pick<RosterMember, "leaf" | "credential" | "leafPublicKey" | "hpkePublicKey">;

/**
 * Says why a commit is not allowed, or undefined if it is. Pure, and a function of what all members share: the group's
 * policy, its tree and its log; so either all accept a commit or all refuse it. Signatures are verified elsewhere.
 *
 * Anybody may add who was let in by nobody in particular: who commits first is a matter of timers, not of right.
 * A removal needs a reason that the log shows. Whatever has no rule is refused; a rule for hosts belongs here.
 */
export function authorizeCommit(
  policy: Policy,
  roster: readonly JudgedMember[],
  sender: LeafIndex,
  proposals: readonly ProposalView[],
  evidence: Evidence,
): string | undefined {
  if (!roster.some(({ leaf }) => leaf === sender)) return "the sender is not in the call";
  const adds: AddView[] = [];
  const removed = new Set<LeafIndex>();
  for (const proposal of proposals) {
    if (proposal.kind === "other") return `not allowed: ${proposal.name}`;
    if (proposal.kind === "add") adds.push(proposal);
    else if (removed.has(proposal.leaf)) return "one member is removed twice";
    else removed.add(proposal.leaf);
  }
  if (roster.length - removed.size + adds.length > policy.sizeLimit) return "the call is full";
  const joiners = adds.map(credentialOf);
  return (
    refusalOfAdds(roster, removed, adds, joiners) ??
    refusalOfRemoves(roster, sender, removed, joiners, evidence)
  );
}

function refusalOfAdds(
  roster: readonly JudgedMember[],
  removed: ReadonlySet<LeafIndex>,
  adds: readonly AddView[],
  joiners: readonly (Credential | undefined)[],
): string | undefined {
  for (const [index, add] of adds.entries()) {
    const joiner = joiners[index];
    if (joiner === undefined || !bytesEqualConstantTime(joiner.leafPublicKey, add.leafPublicKey)) {
      return "a joiner's credential is not for its leaf";
    }
    const others = [...roster, ...adds.slice(0, index)];
    if (others.some((other) => sharesKey(other, add))) return "a joiner uses a key that is in use";
    if (joiners.slice(0, index).some((other) => other !== undefined && isSameInstance(other, joiner))) {
      return "one participant is added twice";
    }
    const earlier = roster.filter(({ credential }) => isSameInstance(credential, joiner));
    if (earlier.some(({ leaf }) => !removed.has(leaf))) return "a joiner is in the call already";
    if (earlier.some(({ credential }) => credential.serial >= joiner.serial))
      return "a joiner is older than its leaf";
  }
  return undefined;
}

function refusalOfRemoves(
  roster: readonly JudgedMember[],
  sender: LeafIndex,
  removed: ReadonlySet<LeafIndex>,
  joiners: readonly (Credential | undefined)[],
  evidence: Evidence,
): string | undefined {
  for (const leaf of removed) {
    const member = roster.find((other) => other.leaf === leaf);
    if (member === undefined) return "nobody is at a removed leaf";
    if (leaf === sender) return "nobody can remove themselves";
    const isReplaced = joiners.some(
      (joiner) => joiner !== undefined && isSameInstance(joiner, member.credential),
    );
    if (!isReplaced && !mayBeRemoved(evidence, leaf)) return "a removal without a reason";
  }
  return undefined;
}

function credentialOf(add: AddView): Credential | undefined {
  try {
    return decodeCredential(add.identity);
  } catch {
    return undefined;
  }
}

/** The library checks that keys in a tree differ, but forgets to look at the key that comes in. */
function sharesKey(
  a: { leafPublicKey: Uint8Array; hpkePublicKey: Uint8Array },
  b: { leafPublicKey: Uint8Array; hpkePublicKey: Uint8Array },
): boolean {
  return (
    bytesEqualConstantTime(a.leafPublicKey, b.leafPublicKey) ||
    bytesEqualConstantTime(a.hpkePublicKey, b.hpkePublicKey)
  );
}
