import { asCtr, type Kid } from "../ids/index.ts";
import { SframeError } from "./errors.ts";
import { NO_BYTES } from "./frame.ts";
import { type CallHeader, encodeHeader, MAX_HEADER_LENGTH } from "./header.ts";
import type { SframeKeys } from "./keys.ts";
import { NONCE_LENGTH, suites } from "./suites.ts";
import {
  AAD,
  type GcmModule,
  gcmModule,
  type KeySlot,
  MAX_AAD,
  MAX_FRONT,
  NONCE,
  TEXT,
} from "./wasm/index.ts";
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
  readonly #kid: number;
  readonly #salt: Uint8Array;
  readonly #tagLength: number;
  readonly #web: Promise<SframeKey>;
  readonly #gcm: GcmModule | undefined;
  #slot: KeySlot | undefined;
  #wiped = false;
  /** A header of this key: the key id is in its place, config and counter change. Never used for two frames at once. */
  readonly #header: Uint8Array;
  readonly #kidLength: number;

  /**
   * @param keys may be wiped when this returns
   * @throws SframeError `sframe/suite` for the CTR suites, which no call uses
   */
  constructor(keys: SframeKeys, usage: "encrypt" | "decrypt", gcm: GcmModule | undefined = gcmModule()) {
    const { cipher, tagLength } = suites[keys.suite];
    if (cipher !== "gcm") throw new SframeError("sframe/suite", "not a suite of calls");
    this.kid = keys.kid;
    this.#kid = Number(keys.kid);
    this.#salt = new Uint8Array(keys.salt);
    this.#tagLength = tagLength;
    const shortest = encodeHeader(keys.kid, asCtr(0));
    this.#kidLength = shortest.length - 1;
    this.#header = new Uint8Array(MAX_HEADER_LENGTH);
    this.#header.set(shortest);
    this.#web = importSframeKey(keys, usage);
    // Who needs it will see the failure; a key that nobody needs has failed nobody.
    this.#web.catch(() => undefined);
    this.#gcm = gcm;
    this.#slot = gcm?.addKey(keys.key);
  }

  /**
   * As {@link encryptFrame}, which may be at once.
   * @param ctr below 2^53
   */
  encrypt(
    ctr: number,
    plaintext: Uint8Array<ArrayBuffer>,
    metadata: Uint8Array = NO_BYTES,
    headroom = 0,
  ): Soon<Uint8Array<ArrayBuffer>> {
    const { length } = plaintext;
    const [gcm, slot] = [this.#gcm, this.#slot];
    if (!this.#isAtOnce(length, metadata.length, headroom) || gcm === undefined || slot === undefined) {
      return this.#web.then((key) => encryptFrame(key, asCtr(ctr), plaintext, metadata, headroom));
    }
    const { memory } = gcm;
    memory.set(plaintext, TEXT);
    const header = this.#header;
    const headerLength = this.#writeCounter(ctr);
    this.#setNonce(memory, ctr);
    gcm.seal(slot, setAad(memory, header, 0, headerLength, metadata), length);
    const start = TEXT - headerLength - headroom;
    for (let at = 0; at < headroom; at++) memory[start + at] = 0;
    for (let at = 0; at < headerLength; at++) memory[start + headroom + at] = header[at]!;
    return copied(memory, start, TEXT + length + this.#tagLength);
  }

  /**
   * As {@link decryptFrame}, which may be at once; then what it throws is thrown at once too.
   * @param header as readCallHeader read it from these bytes
   * @param start where it begins in them; the frame goes from there to their end
   */
  decrypt(
    { kid, ctr, headerLength }: CallHeader,
    bytes: Uint8Array<ArrayBuffer>,
    start = 0,
    metadata: Uint8Array = NO_BYTES,
  ): Soon<Uint8Array<ArrayBuffer>> {
    if (kid !== this.#kid) throw new SframeError("sframe/unknown-key", "the key is for another key id");
    const front = start + headerLength;
    const length = bytes.length - front - this.#tagLength;
    if (length < 0) throw new SframeError("sframe/auth", "frame is too short for a tag");
    const [gcm, slot] = [this.#gcm, this.#slot];
    if (!this.#isAtOnce(length, metadata.length, start) || gcm === undefined || slot === undefined) {
      const header = { kid: this.kid, ctr: asCtr(ctr), headerLength };
      return this.#web.then((key) => decryptFrame(key, header, bytes.subarray(start), metadata));
    }
    const { memory } = gcm;
    memory.set(bytes, TEXT - front);
    this.#setNonce(memory, ctr);
    if (!gcm.open(slot, setAad(memory, bytes, start, headerLength, metadata), length)) {
      throw new SframeError("sframe/auth", "the frame is not authentic");
    }
    return copied(memory, TEXT, TEXT + length);
  }

  /** Overwrites the key here; WebCrypto lets go of its own. The key is of no use afterwards. */
  wipe(): void {
    if (this.#slot !== undefined) this.#gcm?.wipe(this.#slot);
    this.#slot = undefined;
    this.#salt.fill(0);
    this.#wiped = true;
  }

  /** Whether a frame of this size is not WebCrypto's. */
  #isAtOnce(length: number, metadataLength: number, headroom: number): boolean {
    if (this.#wiped) throw new SframeError("sframe/unknown-key", "the key is wiped");
    return (
      length <= LONGEST_AT_ONCE &&
      MAX_HEADER_LENGTH + metadataLength <= MAX_AAD &&
      MAX_HEADER_LENGTH + headroom <= MAX_FRONT
    );
  }

  /** Puts a counter into the header. @returns the header's length, bytes */
  #writeCounter(ctr: number): number {
    const header = this.#header;
    const first = header[0]! & 0xf0;
    if (ctr < 8) {
      header[0] = first | ctr;
      return 1 + this.#kidLength;
    }
    let length = 1;
    for (let rest = Math.floor(ctr / 256); rest > 0; rest = Math.floor(rest / 256)) length++;
    header[0] = first | 8 | (length - 1);
    const headerLength = 1 + this.#kidLength + length;
    let rest = ctr;
    for (let at = headerLength - 1; rest > 0; at--) {
      header[at] = rest % 256;
      rest = Math.floor(rest / 256);
    }
    return headerLength;
  }

  /** The salt XOR the counter, as frameNonce makes it. */
  #setNonce(memory: Uint8Array, ctr: number): void {
    const salt = this.#salt;
    for (let at = 0; at < NONCE_LENGTH; at++) memory[NONCE + at] = salt[at]!;
    let rest = ctr;
    for (let at = NONCE + NONCE_LENGTH - 1; rest > 0; at--) {
      memory[at]! ^= rest % 256;
      rest = Math.floor(rest / 256);
    }
  }
}

/** RFC 9605 §4.4.3: AAD = header | metadata. @returns its length */
function setAad(
  memory: Uint8Array,
  from: Uint8Array,
  start: number,
  headerLength: number,
  metadata: Uint8Array,
): number {
  for (let at = 0; at < headerLength; at++) memory[AAD + at] = from[start + at]!;
  for (let at = 0; at < metadata.length; at++) memory[AAD + headerLength + at] = metadata[at]!;
  return headerLength + metadata.length;
}

/** A part of the memory on a buffer of its own, as `slice` would give it, at less cost. */
function copied({ buffer }: Uint8Array<ArrayBuffer>, start: number, end: number): Uint8Array<ArrayBuffer> {
  return new Uint8Array(new Uint8Array(buffer, start, end - start));
}
