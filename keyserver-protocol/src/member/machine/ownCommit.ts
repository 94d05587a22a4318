import { sha256 } from "@noble/hashes/sha2.js";
import { toBase64Url } from "@sotto/shared/codec";
import { capabilityHash, type LeafIndex } from "@sotto/shared/ids";
import { MAX_COMMIT_BYTES, type CommitMark, type Sequence } from "../../messages/index.ts";
import { isSameInstance } from "../credential/index.ts";
import { leavesOf, MlsError, prepareCommit, retire, type ProposalView } from "../mls/index.ts";
import { authorizeCommit, CALL_IS_FULL, encodePolicy, type Policy } from "../rules/index.ts";
import { sealBlob } from "../seal/index.ts";
import type { Joiner } from "./admissions.ts";
import type { MachineContext } from "./context.ts";
import { encodeLogPointer } from "./envelopes.ts";
import { capabilityOf, type EpochState, type OwnCommit } from "./epoch.ts";
import type { Call } from "./identity.ts";
import { keysOf, markCommit, placeIn, writerChange } from "./marks.ts";

/** A commit that is sealed and can be offered. */
export interface Offer {
  readonly hash: string;
  readonly blob: Uint8Array;
  readonly mark: CommitMark;
  readonly commit: OwnCommit;
}

/** What a commit of ours shall do; nothing of it, and it brings fresh entropy only. */
export interface CommitWish {
  readonly removes: readonly LeafIndex[];
  readonly joiners: readonly Joiner[];
  /** Not together with joiners. */
  readonly policy?: Policy;
}

/** Which joiners a commit of ours can let in, and whom they replace. */
export interface Admission {
  readonly admitted: readonly Joiner[];
  readonly replaced: readonly LeafIndex[];
  /** Those that no commit may let in. */
  readonly impossible: readonly Joiner[];
}

/** Name of sealed MLS bytes among our own: the library can not process what it made itself. */
export function hashOf(message: Uint8Array): string {
  return toBase64Url(sha256(message));
}

/** Sorts those who wait by what the rules say. A newer self of our own is left to others: nobody removes themselves. */
export function selectJoiners(epoch: EpochState, waiting: readonly Joiner[]): Admission {
  const admitted: Joiner[] = [];
  const replaced: LeafIndex[] = [];
  const impossible: Joiner[] = [];
  for (const joiner of waiting) {
    const earlier = earlierSelves(epoch, joiner);
    if (earlier.includes(epoch.self)) continue;
    const proposals = viewsOf([...admitted, joiner], [...replaced, ...earlier]);
    const refusal = authorizeCommit(epoch.policy, epoch.roster, epoch.self, proposals, epoch.evidence);
    // Whoever finds no room waits until somebody goes.
    if (refusal === CALL_IS_FULL) continue;
    if (refusal !== undefined) {
      impossible.push(joiner);
      continue;
    }
    admitted.push(joiner);
    replaced.push(...earlier);
  }
  return { admitted, replaced, impossible };
}

/** Leaves that a joiner takes the place of. */
export function earlierSelves(epoch: EpochState, joiner: Joiner): LeafIndex[] {
  return epoch.roster
    .filter(({ credential }) => isSameInstance(credential, joiner.credential))
    .map(({ leaf }) => leaf);
}

/**
 * Makes a commit, in the place of the one at `instead` if that is not 0. Throws MlsError "mls/refused" if our own rules forbid it, "mls/internal" if it
 * can not be made or is too large for the log.
 */
export async function makeOffer(
  context: MachineContext,
  call: Call,
  epoch: EpochState,
  { joiners, removes, policy }: CommitWish,
  instead: Sequence,
): Promise<Offer> {
  const { roster, self, evidence, log, group } = epoch;
  const newPolicy = policy && encodePolicy(policy);
  const views = viewsOf(joiners, removes);
  if (newPolicy !== undefined) views.push({ kind: "policy", policy: newPolicy });
  const refusal = authorizeCommit(epoch.policy, roster, self, views, evidence);
  if (refusal !== undefined) throw new MlsError("mls/refused", refusal, { sender: self });
  const adds = joiners.map(({ keyPackage }) => keyPackage);
  const prepared = await prepareCommit(group, {
    adds,
    removes,
    policy: newPolicy,
    logExtension: pointerFor(epoch),
  });
  const place = { kind: "commit", id: log.groupId, epoch: epoch.number } as const;
  const blob = sealBlob(call.keys.outerSealKey, place, prepared.message, context.options.random);
  if (blob.length > MAX_COMMIT_BYTES) {
    retire(prepared.next, group);
    throw new MlsError("mls/internal", "the commit is too large for the log");
  }
  const nextCapability = await capabilityOf(prepared.next, log.generation);
  const claims = {
    instead,
    nextCapabilityHash: capabilityHash(nextCapability),
    ...writerChange(roster, leavesOf(prepared.next), keysOf(roster, evidence.offenders)),
  };
  const mark = await markCommit(group, placeIn(epoch), claims, blob);
  return { hash: hashOf(prepared.message), blob, mark, commit: { prepared, joiners } };
}

/** What a commit of this epoch tells those whom it lets in. */
export function pointerFor({ log, capability }: EpochState): Uint8Array {
  return encodeLogPointer({ ...log, before: capabilityHash(capability) });
}

function viewsOf(joiners: readonly Joiner[], removes: readonly LeafIndex[]): ProposalView[] {
  return [
    ...removes.map((leaf): ProposalView => ({ kind: "remove", leaf })),
    ...joiners.map(({ keyPackage }): ProposalView => {
      const { identity, leafPublicKey } = keyPackage;
      return {
        kind: "add",
        identity,
        leafPublicKey,
        hpkePublicKey: keyPackage.keyPackage.leafNode.hpkePublicKey,
      };
    }),
  ];
}
