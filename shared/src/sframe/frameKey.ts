import type { Ctr, Kid } from "../ids/index.ts";
import { SframeError } from "./errors.ts";
import { assertDecryptable, NO_BYTES } from "./frame.ts";
import { encodeHeader, type SframeHeader } from "./header.ts";
import { frameNonce, type SframeKeys } from "./keys.ts";
import { NONCE_LENGTH, suites } from "./suites.ts";
import { type GcmModule, gcmModule, type KeySlot, MAX_AAD, MAX_FRONT, TEXT } from "./wasm/index.ts";
import { decryptFrame, encryptFrame, importSframeKey, type SframeKey } from "./webCipher.ts";

/** What needs no waiting is there at once; a promise is given only where WebCrypto has to be asked. */
export type Soon<T> = T | Promise<T>;

/**
 * Longest frame that is worked on at once, bytes. A call of WebCrypto costs its thread about as much as this many
 * bytes do here, and lets another thread do the rest.
 */
export const LONGEST_AT_ONCE = 16_384;

/**
 * One key id's key for one direction, in both implementations: frames up to {@link LONGEST_AT_ONCE} in WebAssembly,
 * longer ones in WebCrypto, and all of them in WebCrypto where there is no WebAssembly. The frames are the same.
 */
export class FrameKey {
  readonly kid: Kid;
  readonly #salt: Uint8Array;
  readonly #tagLength: number;
  readonly #web: Promise<SframeKey>;
  readonly #gcm: GcmModule | undefined;
  #slot: KeySlot | undefined;
  #wiped = false;
  /* Used for every frame and never for two at once. */
  readonly #nonce = new Uint8Array(NONCE_LENGTH);
  readonly #aad = new Uint8Array(MAX_AAD);

  /**
   * @param keys may be wiped when this returns
   * @throws SframeError `sframe/suite` for the CTR suites, which no call uses
   */
  constructor(keys: SframeKeys, usage: "encrypt" | "decrypt", gcm: GcmModule | undefined = gcmModule()) {
    const { cipher, tagLength } = suites[keys.suite];
    if (cipher !== "gcm") throw new SframeError("sframe/suite", "not a suite of calls");
    this.kid = keys.kid;
    this.#salt = new Uint8Array(keys.salt);
    this.#tagLength = tagLength;
    this.#web = importSframeKey(keys, usage);
    // Who needs it will see the failure; a key that nobody needs has failed nobody.
    this.#web.catch(() => undefined);
    this.#gcm = gcm;
    this.#slot = gcm?.addKey(keys.key);
  }

  /** As {@link encryptFrame}, which may be at once. */
  encrypt(
    ctr: Ctr,
    plaintext: Uint8Array<ArrayBuffer>,
    metadata: Uint8Array = NO_BYTES,
    headroom = 0,
  ): Soon<Uint8Array<ArrayBuffer>> {
    const { length } = plaintext;
    const header = encodeHeader(this.kid, ctr);
    const atOnce = this.#atOnce(length, header.length, metadata.length, headroom);
    if (atOnce === undefined) {
      return this.#web.then((key) => encryptFrame(key, ctr, plaintext, metadata, headroom));
    }
    const { gcm, slot } = atOnce;
    const { memory } = gcm;
    memory.set(plaintext, TEXT);
    const aadLength = this.#setAad(header, header.length, metadata);
    this.#setNonce(ctr);
    gcm.seal(slot, this.#nonce, this.#aad, aadLength, length);
    const start = TEXT - header.length - headroom;
    for (let at = 0; at < headroom; at++) memory[start + at] = 0;
    for (let at = 0; at < header.length; at++) memory[start + headroom + at] = header[at]!;
    return new Uint8Array(memory.buffer.slice(start, TEXT + length + this.#tagLength));
  }

  /** As {@link decryptFrame}, which may be at once; then what it throws is thrown at once too. */
  decrypt(
    header: SframeHeader,
    frame: Uint8Array<ArrayBuffer>,
    metadata: Uint8Array = NO_BYTES,
  ): Soon<Uint8Array<ArrayBuffer>> {
    assertDecryptable(this.kid, header, frame, this.#tagLength);
    const { headerLength } = header;
    const length = frame.length - headerLength - this.#tagLength;
    const atOnce = this.#atOnce(length, headerLength, metadata.length, 0);
    if (atOnce === undefined) return this.#web.then((key) => decryptFrame(key, header, frame, metadata));
    const { gcm, slot } = atOnce;
    const { memory } = gcm;
    memory.set(frame.subarray(headerLength), TEXT);
    const aadLength = this.#setAad(frame, headerLength, metadata);
    this.#setNonce(header.ctr);
    if (!gcm.open(slot, this.#nonce, this.#aad, aadLength, length)) {
      throw new SframeError("sframe/auth", "the frame is not authentic");
    }
    const plaintext = new Uint8Array(memory.buffer.slice(TEXT, TEXT + length));
    memory.fill(0, TEXT, TEXT + length);
    return plaintext;
  }

  /** Overwrites the key here; WebCrypto lets go of its own. The key is of no use afterwards. */
  wipe(): void {
    if (this.#slot !== undefined) this.#gcm?.wipe(this.#slot);
    this.#slot = undefined;
    this.#salt.fill(0);
    this.#wiped = true;
  }

  /** Undefined if a frame of this size is WebCrypto's. */
  #atOnce(
    length: number,
    headerLength: number,
    metadataLength: number,
    headroom: number,
  ): { gcm: GcmModule; slot: KeySlot } | undefined {
    if (this.#wiped) throw new SframeError("sframe/unknown-key", "the key is wiped");
    const [gcm, slot] = [this.#gcm, this.#slot];
    const fits =
      length <= LONGEST_AT_ONCE &&
      headerLength + metadataLength <= MAX_AAD &&
      headerLength + headroom <= MAX_FRONT;
    return fits && gcm !== undefined && slot !== undefined ? { gcm, slot } : undefined;
  }

  /** RFC 9605 §4.4.3: AAD = header | metadata. @returns its length */
  #setAad(header: Uint8Array, headerLength: number, metadata: Uint8Array): number {
    const aad = this.#aad;
    for (let at = 0; at < headerLength; at++) aad[at] = header[at]!;
    for (let at = 0; at < metadata.length; at++) aad[headerLength + at] = metadata[at]!;
    return headerLength + metadata.length;
  }

  /** The salt XOR the counter, as frameNonce makes it. */
  #setNonce(ctr: Ctr): void {
    const [nonce, salt] = [this.#nonce, this.#salt];
    nonce.set(salt);
    let rest = Number(ctr);
    if (!Number.isSafeInteger(rest)) {
      nonce.set(frameNonce(salt, ctr));
      return;
    }
    for (let at = NONCE_LENGTH - 1; rest > 0; at--, rest = Math.floor(rest / 256)) nonce[at]! ^= rest % 256;
  }
}
