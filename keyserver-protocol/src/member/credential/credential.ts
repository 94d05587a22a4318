import { ByteReader, ByteWriter, bytesEqualConstantTime, concatBytes, SottoError } from "@sotto/shared/codec";
import { asInstanceTag, type GroupId, type InstanceTag } from "@sotto/shared/ids";
import type { CrossSignature, DeviceKey } from "../api.ts";
import { readCrossSignatures, writeCrossSignatures } from "./crossSignature.ts";
import { isDisplayName, MAX_NAME_BYTES } from "./displayName.ts";
import { verifyEd25519 } from "./ed25519.ts";

/** First byte of an identity. Version 1 had no cross-signatures, and is not read any more. */
const VERSION = 2;
const KEY_BYTES = 32;
const TAG_BYTES = 16;
const SIGNATURE_BYTES = 64;
const SIGNATURE_LABEL = "sotto v1 device";

/** Who a leaf belongs to, as its device key has signed it for one call. */
export interface Credential {
  readonly displayName: string;
  readonly devicePublicKey: Uint8Array;
  /** Signature key of the MLS leaf that this credential is for. */
  readonly leafPublicKey: Uint8Array;
  /** Tells the tabs of one device apart, and says that a reload is the same tab. */
  readonly instanceTag: InstanceTag;
  /**
   * Grows with each credential a tab makes (ms of its own clock), so that an old knock that somebody plays back can
   * not replace its newer self.
   */
  readonly serial: number;
  /** Signatures of other devices of the same person over this device's key: by signer, ascending, at most 8. */
  readonly crossSignatures: readonly CrossSignature[];
}

/** Makes the identity bytes of an MLS basic credential. Throws SottoError "credential/invalid". */
export async function signCredential(
  credential: Credential,
  groupId: GroupId,
  device: DeviceKey,
): Promise<Uint8Array> {
  if (!isDisplayName(credential.displayName)) throw invalid("the name is not normalised");
  if (!bytesEqualConstantTime(credential.devicePublicKey, device.publicKey))
    throw invalid("key of another device");
  const content = encodeContent(credential);
  const signature = await device.sign(signedBytes(content, groupId));
  if (signature.length !== SIGNATURE_BYTES) throw invalid("not an Ed25519 signature");
  return concatBytes(content, signature);
}

/** Reads identity bytes. What it says is not verified. Throws SottoError "credential/invalid" or CodecError. */
export function decodeCredential(identity: Uint8Array): Credential {
  const reader = new ByteReader(identity);
  if (reader.u8() !== VERSION) throw invalid("unknown version");
  const displayName = reader.utf8_16(MAX_NAME_BYTES);
  const devicePublicKey = reader.fixed(KEY_BYTES);
  const credential: Credential = {
    displayName,
    devicePublicKey,
    leafPublicKey: reader.fixed(KEY_BYTES),
    instanceTag: asInstanceTag(reader.fixed(TAG_BYTES)),
    serial: reader.u64Number(),
    crossSignatures: readCrossSignatures(reader, devicePublicKey),
  };
  reader.fixed(SIGNATURE_BYTES);
  reader.end();
  if (!isDisplayName(credential.displayName)) throw invalid("a name that could mislead");
  return credential;
}

/**
 * Reads and verifies identity bytes: form, device signature, the call it was made for, and that it is for this leaf.
 * Throws SottoError "credential/invalid" or CodecError.
 */
export async function openCredential(
  identity: Uint8Array,
  groupId: GroupId,
  leafPublicKey: Uint8Array,
): Promise<Credential> {
  const credential = decodeCredential(identity);
  if (!bytesEqualConstantTime(credential.leafPublicKey, leafPublicKey))
    throw invalid("credential of another leaf");
  const content = identity.subarray(0, identity.length - SIGNATURE_BYTES);
  const signature = identity.subarray(identity.length - SIGNATURE_BYTES);
  if (!(await verifyEd25519(credential.devicePublicKey, signature, signedBytes(content, groupId)))) {
    throw invalid("the device did not sign this");
  }
  return credential;
}

/** Whether an identity verifies for a leaf of this call. */
export async function isCredentialFor(
  identity: Uint8Array,
  groupId: GroupId,
  leafPublicKey: Uint8Array,
): Promise<boolean> {
  try {
    await openCredential(identity, groupId, leafPublicKey);
    return true;
  } catch {
    return false;
  }
}

/** Whether two credentials are of the same tab of the same device. */
export function isSameInstance(a: Credential, b: Credential): boolean {
  return (
    bytesEqualConstantTime(a.devicePublicKey, b.devicePublicKey) &&
    bytesEqualConstantTime(a.instanceTag, b.instanceTag)
  );
}

function encodeContent(credential: Credential): Uint8Array {
  const writer = new ByteWriter()
    .u8(VERSION)
    .utf8_16(credential.displayName)
    .fixed(credential.devicePublicKey, KEY_BYTES)
    .fixed(credential.leafPublicKey, KEY_BYTES)
    .fixed(credential.instanceTag, TAG_BYTES)
    .u64(credential.serial);
  writeCrossSignatures(writer, credential.devicePublicKey, credential.crossSignatures);
  return writer.finish();
}

/** The group id binds the signature to one call; label and content are length-prefixed, so nothing can shift. */
function signedBytes(content: Uint8Array, groupId: GroupId): Uint8Array {
  return new ByteWriter()
    .opaque8(new TextEncoder().encode(SIGNATURE_LABEL))
    .opaque8(groupId)
    .opaque16(content)
    .finish();
}

function invalid(message: string): SottoError {
  return new SottoError("credential/invalid", message);
}
