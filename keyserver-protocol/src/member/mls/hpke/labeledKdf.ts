import { expand, extract } from "@noble/hashes/hkdf.js";
import { concatBytes } from "@sotto/shared/codec";

/** One of noble's hash functions. */
export type HashFunction = Parameters<typeof extract>[0];

const VERSION = new TextEncoder().encode("HPKE-v1");

/** LabeledExtract and LabeledExpand of RFC 9180 §4 under one suite id. */
export interface LabeledKdf {
  readonly hashBytes: number;
  extract(salt: Uint8Array, label: string, ikm: Uint8Array): Uint8Array;
  expand(prk: Uint8Array, label: string, info: Uint8Array, length: number): Uint8Array;
}

export function labeledKdf(hash: HashFunction, suiteId: Uint8Array): LabeledKdf {
  const labeled = (label: string, data: Uint8Array) =>
    concatBytes(VERSION, suiteId, new TextEncoder().encode(label), data);
  return {
    hashBytes: hash.outputLen,
    extract: (salt, label, ikm) => extract(hash, labeled(label, ikm), salt),
    expand: (prk, label, info, length) =>
      expand(hash, prk, concatBytes(u16(length), labeled(label, info)), length),
  };
}

/** I2OSP(number, 2). */
export function u16(number: number): Uint8Array {
  return Uint8Array.of(number >> 8, number & 0xff);
}
