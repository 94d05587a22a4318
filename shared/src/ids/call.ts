import { sha256 } from "@noble/hashes/sha2.js";
import { SottoError } from "../codec/index.ts";
import { derive } from "./derive.ts";
import {
  asCallId,
  asCallSecret,
  asCapability,
  asCapabilityHash,
  asGroupId,
  asInstanceTag,
  asMailboxId,
  asMailboxToken,
  asParticipantId,
  asSfuAdmission,
  type CallId,
  type CallSecret,
  type Capability,
  type CapabilityHash,
  type GroupId,
  type InstanceTag,
  type MailboxId,
  type MailboxToken,
  type ParticipantId,
  type SfuAdmission,
} from "./types.ts";

/** Ed25519 public keys are 32 bytes (RFC 8032); secrets of ours are as long. */
const SECRET_LENGTH = 32;

/** What a call secret opens. */
export interface CallKeys {
  readonly groupId: GroupId;
  /** Key of the outer seal around everything the key server stores. */
  readonly outerSealKey: Uint8Array;
  readonly sfuAdmission: SfuAdmission;
  readonly sfuCallId: CallId;
}

/** Derives a call's ids and keys. @throws SottoError `ids/length` if the secret is not 32 bytes */
export function callKeys(callSecret: CallSecret): CallKeys {
  const secret = asCallSecret(callSecret);
  const sfuAdmission = asSfuAdmission(derive(secret, "sfuAdmission"));
  return {
    groupId: asGroupId(derive(secret, "groupId")),
    outerSealKey: derive(secret, "outerSealKey"),
    sfuAdmission,
    sfuCallId: sfuCallIdOf(sfuAdmission),
  };
}

/**
 * The call an admission secret belongs to: the SFU compares it with the call id it was asked for.
 * @throws SottoError `ids/length` if the secret is not 32 bytes
 */
export function sfuCallIdOf(admission: SfuAdmission): CallId {
  return asCallId(derive(asSfuAdmission(admission), "sfuCallId"));
}

/**
 * A member's id at the SFU. Other members compute it from the roster; the SFU cannot reverse it.
 * @param leafSignaturePublicKey the Ed25519 key of the member's MLS leaf, fresh for each call
 * @throws SottoError `ids/length`
 */
export function participantId(callSecret: CallSecret, leafSignaturePublicKey: Uint8Array): ParticipantId {
  requireLength("leaf signature public key", leafSignaturePublicKey);
  return asParticipantId(derive(asCallSecret(callSecret), "participantId", leafSignaturePublicKey));
}

/**
 * The right to refresh or remove an announcement of this call. Each mailbox has its own, so that tokens do not
 * link them.
 * @throws SottoError `ids/length`
 */
export function mailboxToken(callSecret: CallSecret, mailboxId: MailboxId): MailboxToken {
  return asMailboxToken(derive(asCallSecret(callSecret), "mailboxToken", asMailboxId(mailboxId)));
}

/**
 * Marks the same tab in the same call, so that a reload can replace its own old leaf. Different calls show
 * unrelated tags.
 * @param tabSecret 32 random bytes that the tab keeps across reloads
 * @throws SottoError `ids/length`
 */
export function instanceTag(tabSecret: Uint8Array, groupId: GroupId): InstanceTag {
  requireLength("tab secret", tabSecret);
  return asInstanceTag(derive(tabSecret, "instanceTag", asGroupId(groupId)));
}

/** The epoch's capability, from 32 bytes exported from MLS. @throws SottoError `ids/length` */
export function capabilityFrom(exported: Uint8Array): Capability {
  requireLength("exported value", exported);
  return asCapability(derive(exported, "capability"));
}

/**
 * The group id under which members go on when a log has become unusable, from 32 bytes exported from MLS: former
 * members can not take the place before them. @throws SottoError `ids/length`
 */
export function laterGroupId(exported: Uint8Array): GroupId {
  requireLength("exported value", exported);
  return asGroupId(derive(exported, "laterGroupId"));
}

/** Digits of a call code. Six groups of three: see {@link callCode}. */
const CODE_DIGITS = 18;

/**
 * What members compare by voice: 18 decimal digits in groups of three. Somebody in the middle of two halves of a call
 * could try commits in both until the codes agree; with 18 digits that takes about 2^30 tries within one epoch.
 * @param epochAuthenticator of the MLS epoch (RFC 9420 §8.7)
 */
export function callCode(epochAuthenticator: Uint8Array): string {
  let number = 0n;
  for (const byte of derive(epochAuthenticator, "callCode")) number = (number << 8n) | BigInt(byte);
  const digits = (number % 10n ** BigInt(CODE_DIGITS)).toString().padStart(CODE_DIGITS, "0");
  return digits.replace(/(\d{3})(?=\d)/g, "$1 ");
}

/** What the key server keeps of a capability. @throws SottoError `ids/length` */
export function capabilityHash(capability: Capability): CapabilityHash {
  return asCapabilityHash(sha256(asCapability(capability)));
}

function requireLength(name: string, bytes: Uint8Array): void {
  if (bytes.length !== SECRET_LENGTH) {
    throw new SottoError("ids/length", `${name} must be ${SECRET_LENGTH} bytes`);
  }
}
