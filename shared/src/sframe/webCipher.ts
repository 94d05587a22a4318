import type { Ctr, Kid } from "../ids/index.ts";
import { SframeError } from "./errors.ts";
import { assertDecryptable, associatedData, layOut, NO_BYTES } from "./frame.ts";
import type { SframeHeader } from "./header.ts";
import { frameNonce, type SframeKeys } from "./keys.ts";
import { type SframeSuite, suites } from "./suites.ts";

/** A key in WebCrypto's keeping: it can be used but not read. Made once per key id, used for every frame. */
export interface SframeKey {
  readonly suite: SframeSuite;
  readonly kid: Kid;
  readonly cryptoKey: CryptoKey;
  readonly salt: Uint8Array;
}

/**
 * Hands derived keys to WebCrypto, for one direction only and not extractable. The raw key may be wiped when
 * the promise has settled; the salt is copied.
 * @throws SframeError `sframe/suite` for the CTR suites, which WebCrypto has not
 */
export async function importSframeKey(keys: SframeKeys, usage: "encrypt" | "decrypt"): Promise<SframeKey> {
  const { suite, kid } = keys;
  if (suites[suite].cipher !== "gcm") throw new SframeError("sframe/suite", "not a suite of WebCrypto");
  const raw = new Uint8Array(keys.key);
  try {
    const cryptoKey = await crypto.subtle.importKey("raw", raw, "AES-GCM", false, [usage]);
    return { suite, kid, cryptoKey, salt: new Uint8Array(keys.salt) };
  } finally {
    raw.fill(0);
  }
}

/**
 * RFC 9605 §4.4.3. The caller answers for never using a counter twice with one key: see FrameCounter.
 * @param metadata authenticated, but not sent with the frame
 * @param headroom bytes left free in front of the SFrame ciphertext, for a carrier
 * @returns headroom | header | ciphertext | tag; an array that fills its buffer
 */
export async function encryptFrame(
  key: SframeKey,
  ctr: Ctr,
  plaintext: Uint8Array<ArrayBuffer>,
  metadata: Uint8Array = NO_BYTES,
  headroom = 0,
): Promise<Uint8Array<ArrayBuffer>> {
  const bodyLength = plaintext.length + suites[key.suite].tagLength;
  const { frame, header, bodyOffset } = layOut(key.kid, ctr, bodyLength, headroom);
  const algorithm = {
    name: "AES-GCM",
    iv: frameNonce(key.salt, ctr),
    additionalData: associatedData(header, metadata),
  };
  frame.set(new Uint8Array(await crypto.subtle.encrypt(algorithm, key.cryptoKey, plaintext)), bodyOffset);
  return frame;
}

/**
 * RFC 9605 §4.4.4, without the replay check, which is the caller's: before it and again after.
 * @param header as decodeHeader read it from this frame
 * @param frame header | ciphertext | tag
 * @throws SframeError `sframe/auth`, or `sframe/unknown-key` if the key is for another key id
 */
export async function decryptFrame(
  key: SframeKey,
  header: SframeHeader,
  frame: Uint8Array<ArrayBuffer>,
  metadata: Uint8Array = NO_BYTES,
): Promise<Uint8Array<ArrayBuffer>> {
  assertDecryptable(key.kid, header, frame, suites[key.suite].tagLength);
  const algorithm = {
    name: "AES-GCM",
    iv: frameNonce(key.salt, header.ctr),
    additionalData: associatedData(frame.subarray(0, header.headerLength), metadata),
  };
  const body = frame.subarray(header.headerLength);
  try {
    return new Uint8Array(await crypto.subtle.decrypt(algorithm, key.cryptoKey, body));
  } catch (cause) {
    throw new SframeError("sframe/auth", "the frame is not authentic", { cause });
  }
}
