import { expand, extract } from "@noble/hashes/hkdf.js";
import { sha256, sha512 } from "@noble/hashes/sha2.js";
import { ByteWriter, zeroize } from "../codec/index.ts";
import type { Ctr, Kid } from "../ids/index.ts";
import { NONCE_LENGTH, type SframeSuite, suites } from "./suites.ts";

/** Raw keys of one key id. Whoever derived them wipes them, once they are imported or no longer used. */
export interface SframeKeys {
  readonly suite: SframeSuite;
  readonly kid: Kid;
  readonly key: Uint8Array;
  readonly salt: Uint8Array;
}

/** RFC 9605 §4.4.2. The base key is only read; its owner wipes it. */
export function deriveSframeKeys(suite: SframeSuite, baseKey: Uint8Array, kid: Kid): SframeKeys {
  const { hash, keyLength } = suites[suite];
  const hashFunction = hash === "SHA-256" ? sha256 : sha512;
  const secret = extract(hashFunction, baseKey, new Uint8Array(0));
  const key = expand(hashFunction, secret, label("SFrame 1.0 Secret key ", suite, kid), keyLength);
  const salt = expand(hashFunction, secret, label("SFrame 1.0 Secret salt ", suite, kid), NONCE_LENGTH);
  zeroize(secret);
  return { suite, kid, key, salt };
}

/** §4.4.3: the salt XOR the counter, which is widened to the nonce's length from the left. */
export function frameNonce(salt: Uint8Array, ctr: Ctr): Uint8Array<ArrayBuffer> {
  const nonce = new Uint8Array(salt);
  let rest = Number(ctr & 0xffffffffn);
  for (let i = NONCE_LENGTH - 1; rest > 0; i--, rest >>>= 8) nonce[i] = (nonce[i] as number) ^ (rest & 0xff);
  rest = Number(ctr >> 32n);
  for (let i = NONCE_LENGTH - 5; rest > 0; i--, rest >>>= 8) nonce[i] = (nonce[i] as number) ^ (rest & 0xff);
  return nonce;
}

function label(text: string, suite: SframeSuite, kid: Kid): Uint8Array {
  const ascii = new TextEncoder().encode(text);
  return new ByteWriter().fixed(ascii, ascii.length).u64(kid).u16(suite).finish();
}
