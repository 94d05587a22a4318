import { SECRET_BYTES, SIGNATURE_BYTES } from "./bounds.ts";

// What RFC 8032 leaves open, libraries decide differently: points of small order, points that are not written in the
// shortest way. Members that disagree on a signature disagree on a commit, and the call falls apart; and under a key of
// small order one signature is good for many texts.

/** Order of the base point, little-endian: RFC 8032 section 5.1. */
const ORDER = bytesOf("edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010");

/** The y of all points whose order divides 8, little-endian. */
const SMALL_ORDER = [
  "0000000000000000000000000000000000000000000000000000000000000000",
  "0100000000000000000000000000000000000000000000000000000000000000",
  "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
  "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
  "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
].map(bytesOf);

/** The field's prime 2^255 − 19, little-endian. */
const PRIME = bytesOf("edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f");

/**
 * Whether all libraries come to the same about a signature under this key, valid or not: key and R are points in their
 * only encoding and of large order, and S is below the order of the base point.
 */
export function isUnambiguous(publicKey: Uint8Array, signature: Uint8Array): boolean {
  if (publicKey.length !== SECRET_BYTES || signature.length !== SIGNATURE_BYTES) return false;
  return (
    isPlainPoint(publicKey) &&
    isPlainPoint(signature.subarray(0, SECRET_BYTES)) &&
    isBelow(signature.subarray(SECRET_BYTES), ORDER)
  );
}

function isPlainPoint(point: Uint8Array): boolean {
  const y = point.slice();
  y[31] = (y[31] ?? 0) & 0x7f;
  return isBelow(y, PRIME) && !SMALL_ORDER.some((other) => other.every((byte, at) => byte === y[at]));
}

/** Compares numbers of 32 bytes. Everybody knows them. */
function isBelow(number: Uint8Array, limit: Uint8Array): boolean {
  for (let at = SECRET_BYTES - 1; at >= 0; at -= 1) {
    const difference = (number[at] ?? 0) - (limit[at] ?? 0);
    if (difference !== 0) return difference < 0;
  }
  return false;
}

function bytesOf(hex: string): Uint8Array {
  return Uint8Array.from({ length: hex.length / 2 }, (_, at) => parseInt(hex.slice(2 * at, 2 * at + 2), 16));
}
