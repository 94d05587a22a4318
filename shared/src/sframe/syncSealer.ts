import { gcm } from "@noble/ciphers/aes.js";
import { zeroize } from "../codec/index.ts";
import type { Ctr, Kid } from "../ids/index.ts";
import { CtrHmac } from "./ctrHmac.ts";
import { SframeError } from "./errors.ts";
import { assertDecryptable, associatedData, layOut, NO_BYTES } from "./frame.ts";
import type { SframeHeader } from "./header.ts";
import { frameNonce, type SframeKeys } from "./keys.ts";
import { suites } from "./suites.ts";

/**
 * All suites without a promise, in plain JavaScript: for headless clients, tests, and suites WebCrypto lacks.
 * The same frames as encryptFrame and decryptFrame make and take. It keeps its own copy of the keys.
 */
export class SyncSealer {
  readonly kid: Kid;
  readonly #salt: Uint8Array;
  readonly #tagLength: number;
  readonly #cipher: { gcmKey: Uint8Array } | { ctrHmac: CtrHmac };

  constructor(keys: SframeKeys) {
    const parameters = suites[keys.suite];
    this.kid = keys.kid;
    this.#salt = new Uint8Array(keys.salt);
    this.#tagLength = parameters.tagLength;
    this.#cipher =
      parameters.cipher === "gcm"
        ? { gcmKey: new Uint8Array(keys.key) }
        : { ctrHmac: new CtrHmac(parameters, keys.key) };
  }

  /** As {@link import("./webCipher.ts").encryptFrame}. */
  encryptFrame(
    ctr: Ctr,
    plaintext: Uint8Array,
    metadata: Uint8Array = NO_BYTES,
    headroom = 0,
  ): Uint8Array<ArrayBuffer> {
    const bodyLength = plaintext.length + this.#tagLength;
    const { frame, header, bodyOffset } = layOut(this.kid, ctr, bodyLength, headroom);
    const nonce = frameNonce(this.#salt, ctr);
    const aad = associatedData(header, metadata);
    if ("ctrHmac" in this.#cipher) {
      this.#cipher.ctrHmac.seal(nonce, aad, plaintext, frame.subarray(bodyOffset));
    } else {
      frame.set(gcm(this.#cipher.gcmKey, nonce, aad).encrypt(plaintext), bodyOffset);
    }
    return frame;
  }

  /** As {@link import("./webCipher.ts").decryptFrame}. */
  decryptFrame(header: SframeHeader, frame: Uint8Array, metadata: Uint8Array = NO_BYTES): Uint8Array {
    assertDecryptable(this.kid, header, frame, this.#tagLength);
    const nonce = frameNonce(this.#salt, header.ctr);
    const aad = associatedData(frame.subarray(0, header.headerLength), metadata);
    const body = frame.subarray(header.headerLength);
    const plaintext =
      "ctrHmac" in this.#cipher
        ? this.#cipher.ctrHmac.open(nonce, aad, body)
        : openGcm(this.#cipher.gcmKey, nonce, aad, body);
    if (plaintext === undefined) throw new SframeError("sframe/auth", "the frame is not authentic");
    return plaintext;
  }

  /** Wipes the keys. The sealer is of no use afterwards. */
  wipe(): void {
    zeroize(this.#salt);
    if ("ctrHmac" in this.#cipher) this.#cipher.ctrHmac.wipe();
    else zeroize(this.#cipher.gcmKey);
  }
}

function openGcm(
  key: Uint8Array,
  nonce: Uint8Array,
  aad: Uint8Array,
  body: Uint8Array,
): Uint8Array | undefined {
  try {
    return gcm(key, nonce, aad).decrypt(body);
  } catch {
    // The arguments are right by construction: a wrong tag is all it can complain about.
    return undefined;
  }
}
