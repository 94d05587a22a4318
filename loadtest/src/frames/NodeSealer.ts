import { createCipheriv, createDecipheriv } from "node:crypto";
import { zeroize } from "@sotto/shared/codec";
import type { Kid } from "@sotto/shared/ids";
import {
  decodeHeader,
  encodeHeader,
  FrameCounter,
  NONCE_LENGTH,
  ReplayWindow,
  type SframeHeader,
  type SframeKeys,
  suites,
} from "@sotto/shared/sframe";

/** One key id's key with Node's own AES-GCM, at once and cheap: a process has many participants. RFC 9605 §4.4.3. */
export class NodeSealer {
  readonly #keys: SframeKeys;
  readonly #algorithm: "aes-128-gcm" | "aes-256-gcm";
  readonly #tagLength: number;
  readonly counter = new FrameCounter();
  readonly window = new ReplayWindow();

  /** Takes the keys over. */
  constructor(keys: SframeKeys) {
    this.#keys = keys;
    this.#algorithm = suites[keys.suite].keyLength === 16 ? "aes-128-gcm" : "aes-256-gcm";
    this.#tagLength = suites[keys.suite].tagLength;
  }

  get kid(): Kid {
    return this.#keys.kid;
  }

  /** carrier | header | ciphertext | tag. The carrier is authenticated. */
  seal(plaintext: Uint8Array, carrier: Uint8Array): Uint8Array {
    const ctr = this.counter.next();
    const header = encodeHeader(this.#keys.kid, ctr);
    const cipher = createCipheriv(this.#algorithm, this.#keys.key, this.#nonce(ctr));
    cipher.setAAD(header);
    if (carrier.length > 0) cipher.setAAD(carrier);
    return Buffer.concat([carrier, header, cipher.update(plaintext), cipher.final(), cipher.getAuthTag()]);
  }

  /** @throws if it is not authentic, or came before */
  open(frame: Uint8Array, carrier: Uint8Array, header: SframeHeader): Uint8Array {
    this.window.check(header.ctr);
    const from = carrier.length;
    const body = frame.subarray(from + header.headerLength, frame.length - this.#tagLength);
    const decipher = createDecipheriv(this.#algorithm, this.#keys.key, this.#nonce(header.ctr));
    decipher.setAAD(frame.subarray(from, from + header.headerLength));
    if (carrier.length > 0) decipher.setAAD(carrier);
    decipher.setAuthTag(frame.subarray(frame.length - this.#tagLength));
    const plaintext = Buffer.concat([decipher.update(body), decipher.final()]);
    this.window.accept(header.ctr);
    return plaintext;
  }

  wipe(): void {
    zeroize(this.#keys.key, this.#keys.salt);
  }

  #nonce(ctr: bigint): Uint8Array {
    const nonce = Uint8Array.from(this.#keys.salt);
    let rest = ctr;
    for (let at = NONCE_LENGTH - 1; rest > 0n; at--, rest >>= 8n)
      nonce[at] = (nonce[at] ?? 0) ^ Number(rest & 0xffn);
    return nonce;
  }
}

/** The header of a sealed frame behind its carrier. @throws SframeError */
export function headerOf(frame: Uint8Array, carrier: number): SframeHeader {
  return decodeHeader(frame.subarray(carrier));
}
