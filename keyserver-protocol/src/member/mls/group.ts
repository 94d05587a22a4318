import { zeroize } from "@sotto/shared/codec";
import { asEpoch, asLeafIndex, type Epoch, type LeafIndex } from "@sotto/shared/ids";
import { createGroup as createMlsGroup, mlsExporter, type ClientState } from "ts-mls";
import { deriveSecret, expandWithLabel } from "ts-mls/crypto/kdf.js";
import { clientConfig, POLICY_EXTENSION, type CheckIdentity } from "./config.ts";
import type { OwnKeyPackage } from "./keyPackage.ts";
import { MlsError, translating } from "./mlsError.ts";
import type { MlsSuite } from "./suite.ts";

/** One epoch of a group as one member knows it. Immutable: every step gives a new one, `retire` ends an old one. */
export interface MlsGroup {
  readonly suite: MlsSuite;
  readonly state: ClientState;
}

/** A leaf that is not blank. */
export interface LeafView {
  readonly leaf: LeafIndex;
  readonly identity: Uint8Array;
  readonly leafPublicKey: Uint8Array;
  readonly hpkePublicKey: Uint8Array;
  /** Whether its member has committed with a path; until then its keys are the ones it joined with. */
  readonly hasCommitted: boolean;
}

/** Starts a group of one, in epoch 0, whose context carries `policy`. Throws MlsError "mls/internal". */
export async function createGroup(
  suite: MlsSuite,
  groupId: Uint8Array,
  own: OwnKeyPackage,
  policy: Uint8Array,
  check: CheckIdentity,
): Promise<MlsGroup> {
  const extensions = [{ extensionType: POLICY_EXTENSION, extensionData: policy }];
  const { publicPackage, privatePackage } = own;
  const state = await translating("mls/internal", "could not create a group", () =>
    createMlsGroup(groupId, publicPackage, privatePackage, extensions, suite.impl, clientConfig(check)),
  );
  return { suite, state };
}

export function epochOf(group: MlsGroup): Epoch {
  return asEpoch(Number(group.state.groupContext.epoch));
}

export function ownLeaf(group: MlsGroup): LeafIndex {
  return asLeafIndex(group.state.privatePath.leafIndex);
}

export function groupIdOf(group: MlsGroup): Uint8Array {
  return group.state.groupContext.groupId;
}

export function confirmationTagOf(group: MlsGroup): Uint8Array {
  return group.state.confirmationTag;
}

/** Secret that is equal for all members that share this epoch's whole history, and for nobody else. */
export function epochAuthenticatorOf(group: MlsGroup): Uint8Array {
  return group.state.keySchedule.epochAuthenticator;
}

/** The policy extension's bytes. Throws MlsError "mls/invalid" unless it is the context's only extension. */
export function policyOf(group: MlsGroup): Uint8Array {
  const [extension, ...others] = group.state.groupContext.extensions;
  if (extension?.extensionType !== POLICY_EXTENSION || others.length > 0) {
    throw new MlsError("mls/invalid", "the group has another context than a call");
  }
  return extension.extensionData;
}

/** All members in order of their leaves. Throws MlsError "mls/invalid" for a credential that is not basic. */
export function leavesOf(group: MlsGroup): LeafView[] {
  const leaves: LeafView[] = [];
  group.state.ratchetTree.forEach((node, index) => {
    if (node?.nodeType !== "leaf") return;
    const { credential, signaturePublicKey, hpkePublicKey, leafNodeSource } = node.leaf;
    if (credential.credentialType !== "basic") throw new MlsError("mls/invalid", "not a basic credential");
    leaves.push({
      leaf: asLeafIndex(index / 2),
      identity: credential.identity,
      leafPublicKey: signaturePublicKey,
      hpkePublicKey,
      hasCommitted: leafNodeSource !== "key_package",
    });
  });
  return leaves;
}

/** Secrets of the labels that an epoch still exports under, by its key schedule: see `keepExports`. */
const keptExports = new WeakMap<object, ReadonlyMap<string, Uint8Array>>();

/**
 * MLS-Exporter(label, context, length), RFC 9420 §8.5. The result belongs to the caller. Throws MlsError "mls/internal"
 * for a label that is no longer kept.
 */
export async function exportSecret(
  group: MlsGroup,
  label: string,
  context: Uint8Array,
  length: number,
): Promise<Uint8Array> {
  const { keySchedule } = group.state;
  const { impl } = group.suite;
  const kept = keptExports.get(keySchedule);
  return translating("mls/internal", "could not export a secret", async () => {
    if (kept === undefined) return mlsExporter(keySchedule.exporterSecret, label, context, length, impl);
    const secret = kept.get(label);
    if (secret === undefined) throw new MlsError("mls/internal", "nothing more is exported under this label");
    return expandWithLabel(secret, "exported", await impl.hash.digest(context), length, impl.kdf);
  });
}

/**
 * Overwrites the epoch's exporter secret, and keeps what only exports under these labels come from. What was exported
 * under another label before can not be had from the group again.
 */
export async function keepExports(group: MlsGroup, labels: readonly string[]): Promise<void> {
  const { keySchedule } = group.state;
  const { kdf } = group.suite.impl;
  if (keptExports.has(keySchedule)) return;
  const kept = new Map<string, Uint8Array>();
  for (const label of labels) kept.set(label, await deriveSecret(keySchedule.exporterSecret, label, kdf));
  keptExports.set(keySchedule, kept);
  zeroize(keySchedule.exporterSecret);
}

/** Overwrites what `keepExports` kept. */
export function forgetExports(group: MlsGroup): void {
  zeroize(...(keptExports.get(group.state.keySchedule)?.values() ?? []));
}
