import { hkdf } from "@noble/hashes/hkdf.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { concatBytes } from "../codec/index.ts";
import { type Purpose, purposes } from "./purposes.ts";

const EMPTY = new Uint8Array(0);

/**
 * HKDF-SHA-256 (RFC 5869) with an empty salt and `info = "sotto v1 " + label | 0x00 | context`.
 * The zero byte ends the label: no label contains one, so no label and context can pose as another pair.
 */
export function derive(secret: Uint8Array, purpose: Purpose, context: Uint8Array = EMPTY): Uint8Array {
  const { label, length } = purposes[purpose];
  const info = concatBytes(new TextEncoder().encode(`sotto v1 ${label}\0`), context);
  return hkdf(sha256, secret, EMPTY, info, length);
}
