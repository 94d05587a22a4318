import { type ByteReader, ByteWriter, SottoError, toBase64Url } from "@sotto/shared/codec";
import type { CrossSignature, DeviceKey } from "../api.ts";
import { verifyEd25519 } from "./ed25519.ts";

/** How many other devices a credential may name: more than a person has in one call, and under 800 bytes. */
export const MAX_CROSS_SIGNATURES = 8;

const KEY_BYTES = 32;
const SIGNATURE_BYTES = 64;
const SIGNATURE_LABEL = "sotto v1 same person";

/** Has a device say that another device belongs to the same person. It counts once the other has said so too. */
export async function crossSign(device: DeviceKey, otherPublicKey: Uint8Array): Promise<Uint8Array> {
  return device.sign(signedBytes(device.publicKey, otherPublicKey));
}

/** Whether `signature` is the word of the device `signer` that the device `other` belongs to the same person. */
export async function isCrossSignature(
  signer: Uint8Array,
  other: Uint8Array,
  signature: Uint8Array,
): Promise<boolean> {
  return verifyEd25519(signer, signature, signedBytes(signer, other));
}

/** Of what a device knows, the list that its credential can carry: in order, nobody twice, the last 8 if more. */
export function asCrossSignatures(
  ownPublicKey: Uint8Array,
  known: readonly CrossSignature[],
): readonly CrossSignature[] {
  const bySigner = new Map(known.map((entry) => [toBase64Url(entry.devicePublicKey), entry]));
  bySigner.delete(toBase64Url(ownPublicKey));
  return [...bySigner.values()]
    .slice(-MAX_CROSS_SIGNATURES)
    .sort((one, other) => compareKeys(one.devicePublicKey, other.devicePublicKey));
}

/**
 * Writes the list as a credential has it. Throws SottoError "credential/invalid" unless the keys ascend, none is the
 * carrier's own, and there are at most 8.
 */
export function writeCrossSignatures(
  writer: ByteWriter,
  ownPublicKey: Uint8Array,
  list: readonly CrossSignature[],
): void {
  checkCrossSignatures(ownPublicKey, list);
  writer.u8(list.length);
  for (const { devicePublicKey, signature } of list) {
    writer.fixed(devicePublicKey, KEY_BYTES).fixed(signature, SIGNATURE_BYTES);
  }
}

/**
 * Reads what {@link writeCrossSignatures} writes. The signatures are not verified: they decide who is shown as one
 * person, not who is let in. Throws SottoError "credential/invalid" or CodecError.
 */
export function readCrossSignatures(reader: ByteReader, ownPublicKey: Uint8Array): CrossSignature[] {
  const count = reader.u8();
  if (count > MAX_CROSS_SIGNATURES) throw invalid("too many cross-signatures");
  const list = Array.from({ length: count }, () => ({
    devicePublicKey: reader.fixed(KEY_BYTES),
    signature: reader.fixed(SIGNATURE_BYTES),
  }));
  checkCrossSignatures(ownPublicKey, list);
  return list;
}

/** The order of device keys: as strings of unsigned bytes. */
export function compareKeys(one: Uint8Array, other: Uint8Array): number {
  for (let index = 0; index < one.length; index += 1) {
    const difference = (one[index] ?? 0) - (other[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return one.length - other.length;
}

function checkCrossSignatures(ownPublicKey: Uint8Array, list: readonly CrossSignature[]): void {
  if (list.length > MAX_CROSS_SIGNATURES) throw invalid("too many cross-signatures");
  list.forEach(({ devicePublicKey }, index) => {
    if (compareKeys(devicePublicKey, ownPublicKey) === 0) throw invalid("a cross-signature of its own");
    const before = list[index - 1];
    if (before !== undefined && compareKeys(before.devicePublicKey, devicePublicKey) >= 0)
      throw invalid("cross-signatures out of order");
  });
}

function signedBytes(signer: Uint8Array, other: Uint8Array): Uint8Array {
  return new ByteWriter()
    .opaque8(new TextEncoder().encode(SIGNATURE_LABEL))
    .opaque8(signer)
    .opaque8(other)
    .finish();
}

function invalid(message: string): SottoError {
  return new SottoError("credential/invalid", message);
}
