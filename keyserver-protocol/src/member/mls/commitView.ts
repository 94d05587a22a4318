import { bytesEqualConstantTime } from "@sotto/shared/codec";
import { asEpoch, asLeafIndex, type Epoch, type LeafIndex } from "@sotto/shared/ids";
import { decodeMlsMessage, type MlsPublicMessage, type Proposal, type UpdatePath } from "ts-mls";
import { POLICY_EXTENSION } from "./config.ts";
import { groupIdOf, type MlsGroup } from "./group.ts";
import { MlsError } from "./mlsError.ts";

/** A proposal in the words of the call's rules. */
export type ProposalView =
  | {
      readonly kind: "add";
      readonly identity: Uint8Array;
      readonly leafPublicKey: Uint8Array;
      readonly hpkePublicKey: Uint8Array;
    }
  | { readonly kind: "remove"; readonly leaf: LeafIndex }
  /** Another policy, as the context's only extension. */
  | { readonly kind: "policy"; readonly policy: Uint8Array }
  /** Anything else, with its name. */
  | { readonly kind: "other"; readonly name: string };

/** What a commit says, before anything of it is verified. */
export interface CommitView {
  readonly epoch: Epoch;
  readonly sender: LeafIndex;
  readonly proposals: readonly ProposalView[];
  readonly hasPath: boolean;
  readonly confirmationTag: Uint8Array;
  readonly publicMessage: MlsPublicMessage["publicMessage"];
}

/**
 * Takes a commit apart. Throws MlsError "mls/malformed" unless it is a member's PublicMessage commit, whole and
 * without proposals by reference.
 */
export function readCommit(message: Uint8Array): CommitView {
  const publicMessage = decodePublicMessage(message);
  const { content, auth } = publicMessage;
  if (
    content.contentType !== "commit" ||
    auth.contentType !== "commit" ||
    content.sender.senderType !== "member"
  ) {
    throw new MlsError("mls/malformed", "not a member's commit");
  }
  const proposals = content.commit.proposals.map((entry) => {
    if (entry.proposalOrRefType !== "proposal") throw new MlsError("mls/malformed", "proposal by reference");
    return viewOf(entry.proposal);
  });
  if (content.authenticatedData.length > 0) throw new MlsError("mls/malformed", "unknown authenticated data");
  return {
    epoch: safely(() => asEpoch(Number(content.epoch))),
    sender: safely(() => asLeafIndex((content.sender as { leafIndex: number }).leafIndex)),
    proposals,
    hasPath: content.commit.path !== undefined,
    confirmationTag: auth.confirmationTag,
    publicMessage,
  };
}

/**
 * Whether the sender's new leaf differs from its old one in no more than keys for encryption. The library lets a
 * committer swap its credential and signature key in the path (RFC 9420 §7.3 leaves that to the application); here an
 * identity stays what it was when it was admitted.
 */
export function keepsIdentity(group: MlsGroup, view: CommitView): boolean {
  const path = pathOf(view);
  if (path === undefined) return true;
  const node = group.state.ratchetTree[view.sender * 2];
  if (node?.nodeType !== "leaf") return false;
  const [was, is] = [node.leaf, path.leafNode];
  return (
    was.credential.credentialType === "basic" &&
    is.credential.credentialType === "basic" &&
    bytesEqualConstantTime(was.credential.identity, is.credential.identity) &&
    bytesEqualConstantTime(was.signaturePublicKey, is.signaturePublicKey) &&
    JSON.stringify(was.capabilities) === JSON.stringify(is.capabilities) &&
    is.extensions.length === 0 &&
    !encryptionKeysOf(group).some((key) => isSamePublicKey(key, is.hpkePublicKey))
  );
}

/** Whether the message was made for this group and epoch. */
export function belongsTo(group: MlsGroup, view: CommitView): boolean {
  const { content } = view.publicMessage;
  return (
    bytesEqualConstantTime(content.groupId, groupIdOf(group)) &&
    content.epoch === group.state.groupContext.epoch
  );
}

function encryptionKeysOf(group: MlsGroup): Uint8Array[] {
  return group.state.ratchetTree.flatMap((node) => {
    if (node === undefined) return [];
    return [node.nodeType === "leaf" ? node.leaf.hpkePublicKey : node.parent.hpkePublicKey];
  });
}

/** Everybody knows them, and there are many to compare. */
function isSamePublicKey(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, index) => byte === b[index]);
}

function pathOf(view: CommitView): UpdatePath | undefined {
  const { content } = view.publicMessage;
  return content.contentType === "commit" ? content.commit.path : undefined;
}

function decodePublicMessage(message: Uint8Array): MlsPublicMessage["publicMessage"] {
  const decoded = safely(() => decodeMlsMessage(message, 0));
  if (
    decoded === undefined ||
    decoded[1] !== message.length ||
    decoded[0].wireformat !== "mls_public_message"
  ) {
    throw new MlsError("mls/malformed", "not a public message");
  }
  return decoded[0].publicMessage;
}

function viewOf(proposal: Proposal): ProposalView {
  if (proposal.proposalType === "add") {
    const { leafNode, extensions } = proposal.add.keyPackage;
    if (
      leafNode.credential.credentialType !== "basic" ||
      leafNode.extensions.length > 0 ||
      extensions.length > 0
    ) {
      return { kind: "other", name: "add of a foreign leaf" };
    }
    return {
      kind: "add",
      identity: leafNode.credential.identity,
      leafPublicKey: leafNode.signaturePublicKey,
      hpkePublicKey: leafNode.hpkePublicKey,
    };
  }
  if (proposal.proposalType === "remove") {
    return { kind: "remove", leaf: safely(() => asLeafIndex(proposal.remove.removed)) };
  }
  if (proposal.proposalType === "group_context_extensions") {
    const [extension, ...others] = proposal.groupContextExtensions.extensions;
    if (extension?.extensionType !== POLICY_EXTENSION || others.length > 0) {
      return { kind: "other", name: "another context than a call's" };
    }
    return { kind: "policy", policy: extension.extensionData };
  }
  return { kind: "other", name: String(proposal.proposalType) };
}

function safely<T>(read: () => T): T {
  try {
    return read();
  } catch (cause) {
    throw new MlsError("mls/malformed", "not a commit", { cause });
  }
}
