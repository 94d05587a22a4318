import { SottoError } from "@sotto/shared/codec";

/** What is left of a received frame once its carrier is off. */
export interface Unwrapped {
  /** SFrame header, ciphertext and tag, up to the end; the received bytes, or a part or copy where it has to be. */
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Where the header begins in them. */
  readonly start: number;
  /** Carrier bytes that the sender authenticated (the metadata of RFC 9605 §4.4.3). */
  readonly authenticated: Uint8Array;
}

/**
 * Constant bytes in front of a frame's ciphertext that keep packetizers, the forwarding server and depacketizers
 * content. They say "key frame or not" at most, and nothing of the frame itself.
 */
export interface Carrier {
  /** Bytes that `wrap` wants to find free in front of the ciphertext. */
  readonly headroom: number;
  /** Whether a frame is a key frame, where its own bytes say so at less cost than asking the browser. */
  isKeyFrame?(frame: Uint8Array): boolean;
  /** The carrier bytes that take part in authentication. */
  authenticated(keyFrame: boolean): Uint8Array;
  /** Puts the carrier around `headroom | ciphertext`. It may write into the headroom, or copy. */
  wrap(sealed: Uint8Array<ArrayBuffer>, keyFrame: boolean): Uint8Array<ArrayBuffer>;
  /** Takes the carrier off. @throws CarrierError if the bytes do not have the carrier's form */
  unwrap(payload: Uint8Array<ArrayBuffer>): Unwrapped;
}

/** A received frame without the carrier of its codec. */
export class CarrierError extends SottoError {
  declare readonly code: "carrier/malformed";

  constructor(message: string) {
    super("carrier/malformed", message);
    this.name = "CarrierError";
  }
}

/** For carriers that authenticate nothing. */
export const NO_BYTES = new Uint8Array(0);
