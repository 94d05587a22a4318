import { unsafe } from "@noble/ciphers/aes.js";
import { hmac } from "@noble/hashes/hmac.js";
import { sha256, sha512 } from "@noble/hashes/sha2.js";
import { bytesEqualConstantTime, zeroize } from "../codec/index.ts";
import type { SuiteParameters } from "./suites.ts";

const BLOCK_LENGTH = 16;

/**
 * AES-CTR with HMAC as one AEAD, RFC 9605 §4.5.1. The AES key schedule and the keyed state of the HMAC are
 * made once; both directions work in the array they are given.
 */
export class CtrHmac {
  readonly #schedule: Uint32Array;
  readonly #keyedHmac: ReturnType<typeof hmac.create>;
  readonly #tagLength: number;
  /** AES works on whole words: frames lie at any offset, so they pass through here. */
  #aligned = new Uint8Array(2048);

  constructor(parameters: SuiteParameters, key: Uint8Array) {
    // A key at an odd offset could not be read by words either.
    const aesKey = key.slice(0, parameters.aesKeyLength);
    const authKey = key.slice(parameters.aesKeyLength);
    this.#schedule = unsafe.expandKeyLE(aesKey);
    this.#keyedHmac = hmac.create(parameters.hash === "SHA-256" ? sha256 : sha512, authKey);
    this.#tagLength = parameters.tagLength;
    zeroize(aesKey, authKey);
  }

  /** Encrypts into `body`, which has the plaintext's length and the tag's. */
  seal(nonce: Uint8Array, aad: Uint8Array, plaintext: Uint8Array, body: Uint8Array): void {
    const ciphertext = body.subarray(0, plaintext.length);
    this.#applyKeystream(nonce, plaintext, ciphertext);
    body.set(this.#tag(nonce, aad, ciphertext), plaintext.length);
  }

  /** A new array with the plaintext, or undefined if the tag does not fit. */
  open(nonce: Uint8Array, aad: Uint8Array, body: Uint8Array): Uint8Array<ArrayBuffer> | undefined {
    const ciphertext = body.subarray(0, body.length - this.#tagLength);
    const tag = body.subarray(ciphertext.length);
    if (!bytesEqualConstantTime(tag, this.#tag(nonce, aad, ciphertext))) return undefined;
    const plaintext = new Uint8Array(ciphertext.length);
    this.#applyKeystream(nonce, ciphertext, plaintext);
    return plaintext;
  }

  wipe(): void {
    this.#schedule.fill(0);
    this.#keyedHmac.destroy();
    zeroize(this.#aligned);
  }

  #applyKeystream(nonce: Uint8Array, from: Uint8Array, to: Uint8Array): void {
    if (this.#aligned.length < from.length) {
      zeroize(this.#aligned);
      this.#aligned = new Uint8Array(from.length);
    }
    const work = this.#aligned.subarray(0, from.length);
    work.set(from);
    const counterBlock = new Uint8Array(BLOCK_LENGTH);
    counterBlock.set(nonce);
    unsafe.ctr32(this.#schedule, false, counterBlock, work, work);
    to.set(work);
    zeroize(work);
  }

  #tag(nonce: Uint8Array, aad: Uint8Array, ciphertext: Uint8Array): Uint8Array {
    const lengths = new Uint8Array(24);
    const view = new DataView(lengths.buffer);
    // Three 64-bit lengths; none of ours reaches the upper half.
    view.setUint32(4, aad.length);
    view.setUint32(12, ciphertext.length);
    view.setUint32(20, this.#tagLength);
    const mac = this.#keyedHmac.clone().update(lengths).update(nonce).update(aad).update(ciphertext);
    return mac.digest().subarray(0, this.#tagLength);
  }
}
