import type { Ctr, Kid } from "../ids/index.ts";
import { SframeError } from "./errors.ts";
import { assertDecryptable, associatedData, layOut, NO_BYTES } from "./frame.ts";
import type { SframeHeader } from "./header.ts";
import { frameNonce, type SframeKeys } from "./keys.ts";
import { suites } from "./suites.ts";
import { type GcmModule, gcmModule, type KeySlot } from "./wasm/index.ts";
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
    const atOnce = this.#atOnce(length);
    if (atOnce === undefined) {
      return this.#web.then((key) => encryptFrame(key, ctr, plaintext, metadata, headroom));
    }
    const { gcm, slot } = atOnce;
    const bodyLength = length + this.#tagLength;
    const { frame, header, bodyOffset } = layOut(this.kid, ctr, bodyLength, headroom);
    const text = gcm.text(length);
    text.set(plaintext);
    const tag = frame.subarray(bodyOffset + length);
    gcm.seal(slot, frameNonce(this.#salt, ctr), associatedData(header, metadata), length, tag);
    frame.set(text, bodyOffset);
    return frame;
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
    const atOnce = this.#atOnce(length);
    if (atOnce === undefined) return this.#web.then((key) => decryptFrame(key, header, frame, metadata));
    const { gcm, slot } = atOnce;
    const text = gcm.text(length);
    text.set(frame.subarray(headerLength, headerLength + length));
    const aad = associatedData(frame.subarray(0, headerLength), metadata);
    const nonce = frameNonce(this.#salt, header.ctr);
    if (!gcm.open(slot, nonce, aad, length, frame.subarray(headerLength + length))) {
      throw new SframeError("sframe/auth", "the frame is not authentic");
    }
    const plaintext = text.slice();
    text.fill(0);
    return plaintext;
  }

  /** Overwrites the key here; WebCrypto lets go of its own. The key is of no use afterwards. */
  wipe(): void {
    if (this.#slot !== undefined) this.#gcm?.wipe(this.#slot);
    this.#slot = undefined;
    this.#salt.fill(0);
    this.#wiped = true;
  }

  /** Undefined if a frame of this length is WebCrypto's. */
  #atOnce(length: number): { gcm: GcmModule; slot: KeySlot } | undefined {
    if (this.#wiped) throw new SframeError("sframe/unknown-key", "the key is wiped");
    const [gcm, slot] = [this.#gcm, this.#slot];
    if (gcm === undefined || slot === undefined || length > LONGEST_AT_ONCE) return undefined;
    return { gcm, slot };
  }
}
