import { bytesEqualConstantTime } from "@sotto/shared/codec";
import type { LeafIndex } from "@sotto/shared/ids";
import type { Role } from "../api.ts";
import { decodeCredential, isSameInstance, type Credential } from "../credential/index.ts";
import type { ProposalView } from "../mls/index.ts";
import { mayBeRemoved, type Evidence } from "./evidence.ts";
import type { Policy } from "./policy.ts";
import { refusalOfPolicy } from "./policyChange.ts";
import { isBanned, isNamedInPolicy, roleOf, standingOf, type Standing } from "./roles.ts";
import type { RosterMember } from "./roster.ts";

/** The refusal that may be another one a moment later. */
export const CALL_IS_FULL = "the call is full";
/** The refusal that rests on what the log has said in this epoch. */
export const NO_REASON = "a removal without a reason";

type AddView = Extract<ProposalView, { kind: "add" }>;

/** The part of a roster that the rules look at. */
export type JudgedMember = Pick<RosterMember, "leaf" | "credential" | "leafPublicKey" | "hpkePublicKey">;

/**
 * Says why a commit is not allowed, or undefined if it is. Pure, and a function of what all members share: the group's
 * policy, its tree and its log; so either all accept a commit or all refuse it. Signatures are verified elsewhere.
 *
 * Who lets joiners in is a matter of timers, not of right, unless the call has a lobby: then it is for hosts. A removal
 * needs a reason that all see: a host's will, a ban, or what the log shows. Whatever has no rule is refused.
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
  const policies: Uint8Array[] = [];
  const removed = new Set<LeafIndex>();
  for (const proposal of proposals) {
    switch (proposal.kind) {
      case "other":
        return `not allowed: ${proposal.name}`;
      case "policy":
        if (proposals.some(({ kind }) => kind !== "remove" && kind !== "policy")) {
          return "a policy change lets nobody in";
        }
        policies.push(proposal.policy);
        break;
      case "add":
        adds.push(proposal);
        break;
      case "remove":
        if (removed.has(proposal.leaf)) return "one member is removed twice";
        removed.add(proposal.leaf);
    }
  }
  // A fresh key changes nothing of who is there; it is by far the most common commit.
  if (proposals.length === 0) return undefined;
  const standing = standingOf(policy, roster);
  const joiners = adds.map(credentialOf);
  return (
    refusalOfPolicies(policy, standing, sender, policies) ??
    refusalOfGrowth(policy, roster, removed, adds.length) ??
    refusalOfAdds(roster, removed, adds, joiners) ??
    refusalOfEntry(policy, roster, roleOf(standing, sender), joiners) ??
    refusalOfRemoves(roster, sender, removed, joiners, (member) => {
      const isTheirs = mayRemove(standing, sender, member.leaf);
      return (
        isTheirs || isBanned(policy, member.credential.devicePublicKey) || mayBeRemoved(evidence, member.leaf)
      );
    })
  );
}

function refusalOfPolicies(
  policy: Policy,
  standing: Standing,
  sender: LeafIndex,
  [proposed, ...others]: readonly Uint8Array[],
): string | undefined {
  if (others.length > 0) return "two policies at once";
  return proposed && refusalOfPolicy(policy, standing, sender, proposed);
}

/** Whether a member may remove another for no reason but its own. */
export function mayRemove(standing: Standing, sender: LeafIndex, leaf: LeafIndex): boolean {
  const role = roleOf(standing, sender);
  return role === "host" || (role === "cohost" && roleOf(standing, leaf) !== "host");
}

/** A call that is larger than its limit, because the limit came later, may shrink, and its people may return. */
function refusalOfGrowth(
  policy: Policy,
  roster: readonly JudgedMember[],
  removed: ReadonlySet<LeafIndex>,
  joining: number,
): string | undefined {
  const size = roster.length - removed.size + joining;
  return size > roster.length && size > policy.sizeLimit ? CALL_IS_FULL : undefined;
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

/** What the policy says of joiners. Who is in the call already, and comes back, was let in before. */
function refusalOfEntry(
  policy: Policy,
  roster: readonly JudgedMember[],
  sender: Role,
  joiners: readonly (Credential | undefined)[],
): string | undefined {
  for (const joiner of joiners) {
    if (joiner === undefined) continue;
    const barrier = barrierTo(policy, roster, joiner);
    if (barrier === "banned") return "a joiner is banned";
    if (barrier === "locked") return "the call is locked";
    if (barrier === "lobby" && sender === "guest") return "only hosts let people in";
  }
  return undefined;
}

/** What stands between a joiner and the call: a ban, a lock, a host's decision, or nothing. */
export function barrierTo(
  policy: Policy,
  roster: readonly Pick<JudgedMember, "credential">[],
  joiner: Credential,
): "banned" | "locked" | "lobby" | undefined {
  if (isBanned(policy, joiner.devicePublicKey)) return "banned";
  if (!policy.locked && !policy.lobby) return undefined;
  if (isNamedInPolicy(policy, joiner.devicePublicKey)) return undefined;
  if (roster.some(({ credential }) => isSameInstance(credential, joiner))) return undefined;
  return policy.locked ? "locked" : "lobby";
}

function refusalOfRemoves(
  roster: readonly JudgedMember[],
  sender: LeafIndex,
  removed: ReadonlySet<LeafIndex>,
  joiners: readonly (Credential | undefined)[],
  hasReason: (member: JudgedMember) => boolean,
): string | undefined {
  for (const leaf of removed) {
    const member = roster.find((other) => other.leaf === leaf);
    if (member === undefined) return "nobody is at a removed leaf";
    if (leaf === sender) return "nobody can remove themselves";
    const isReplaced = joiners.some(
      (joiner) => joiner !== undefined && isSameInstance(joiner, member.credential),
    );
    if (!isReplaced && !hasReason(member)) return NO_REASON;
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

/** In a tree every key is of one leaf. */
function sharesKey(
  a: { leafPublicKey: Uint8Array; hpkePublicKey: Uint8Array },
  b: { leafPublicKey: Uint8Array; hpkePublicKey: Uint8Array },
): boolean {
  return (
    isSamePublicKey(a.leafPublicKey, b.leafPublicKey) || isSamePublicKey(a.hpkePublicKey, b.hpkePublicKey)
  );
}

/** Everybody knows them; and of thousands of pairs of large keys nearly all differ at the first byte. */
function isSamePublicKey(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, index) => byte === b[index]);
}
