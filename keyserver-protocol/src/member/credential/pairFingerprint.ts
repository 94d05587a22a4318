import { sha512 } from "@noble/hashes/sha2.js";
import { ByteWriter } from "@sotto/shared/codec";
import { compareKeys } from "./crossSignature.ts";

const LABEL = "sotto v1 pair fingerprint";
const GROUPS = 12;
const DIGITS = 5;
/** 40 bits for 5 digits: no digit is noticeably more likely than another. */
const BYTES_PER_GROUP = 5;

/**
 * What two people compare of their two devices, the same for both of them: 12 groups of 5 digits, from the SHA-512 of
 * both keys, the smaller first. Nobody finds two keys with a fingerprint that is given (2^199), nor two pairs with the
 * same one (2^99).
 */
export function pairFingerprint(oneDevice: Uint8Array, otherDevice: Uint8Array): string {
  const [first, second] =
    compareKeys(oneDevice, otherDevice) <= 0 ? [oneDevice, otherDevice] : [otherDevice, oneDevice];
  const digest = sha512(
    new ByteWriter().opaque8(new TextEncoder().encode(LABEL)).opaque8(first).opaque8(second).finish(),
  );
  const groups = Array.from({ length: GROUPS }, (_, index) => {
    const bytes = digest.subarray(index * BYTES_PER_GROUP, (index + 1) * BYTES_PER_GROUP);
    const number = bytes.reduce((sum, byte) => sum * 256 + byte, 0);
    return String(number % 10 ** DIGITS).padStart(DIGITS, "0");
  });
  return groups.join(" ");
}
