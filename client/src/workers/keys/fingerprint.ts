import { sha256 } from "@noble/hashes/sha2.js";

/** 128 bits: enough that nobody finds a second key with the same fingerprint. */
const BYTES = 16;

/** What people compare of a device key: 32 hexadecimal digits in groups of four. */
export function deviceFingerprint(devicePublicKey: Uint8Array): string {
  const digest = sha256(devicePublicKey).subarray(0, BYTES);
  const digits = Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return digits.toUpperCase().replace(/(.{4})(?=.)/g, "$1 ");
}
