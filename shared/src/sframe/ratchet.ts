import { expand, extract } from "@noble/hashes/hkdf.js";
import { sha256, sha512 } from "@noble/hashes/sha2.js";
import { ByteWriter, zeroize } from "../codec/index.ts";
import { type SframeSuite, suites } from "./suites.ts";

const LABEL = new TextEncoder().encode("sotto v1 sframe ratchet");

/**
 * One step of the media key ratchet, for an epoch that gets old:
 *
 *     base_key(step) = HKDF-Expand(HKDF-Extract(empty, base_key(step - 1)), "sotto v1 sframe ratchet" | u64 step, Nk)
 *
 * with the suite's hash. Extract comes first, as in RFC 9605 §4.4.2, because a base key of Nk bytes may be shorter
 * than what RFC 5869 §2.3 wants Expand to be keyed with. There is no way back: who holds a step's key learns nothing
 * of the steps before. It brings in no fresh entropy either: who holds a step's key has all the later ones.
 * @param baseKey that of the step before; only read, its owner wipes it
 * @param step of the key that is made, from 1
 */
export function ratchetBaseKey(suite: SframeSuite, baseKey: Uint8Array, step: number): Uint8Array {
  const { hash, keyLength } = suites[suite];
  const hashFunction = hash === "SHA-256" ? sha256 : sha512;
  const secret = extract(hashFunction, baseKey, new Uint8Array(0));
  const info = new ByteWriter().fixed(LABEL, LABEL.length).u64(step).finish();
  const next = expand(hashFunction, secret, info, keyLength);
  zeroize(secret);
  return next;
}
