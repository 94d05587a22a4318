import type { Ctr, Kid } from "../ids/index.ts";
import { SframeError } from "./errors.ts";
import { headerLength, type SframeHeader, writeHeader } from "./header.ts";

/** No metadata. */
export const NO_BYTES = new Uint8Array(0);

/** A frame to be filled: one allocation for all of it, with the header already in place. */
export interface FrameInMaking {
  /** headroom | header | room for ciphertext and tag; it is the whole of its buffer. */
  readonly frame: Uint8Array<ArrayBuffer>;
  readonly header: Uint8Array<ArrayBuffer>;
  /** Where the ciphertext goes. */
  readonly bodyOffset: number;
}

/**
 * Lays a frame out.
 * @param headroom bytes left free in front, where the caller puts what must precede the SFrame ciphertext
 */
export function layOut(kid: Kid, ctr: Ctr, bodyLength: number, headroom: number): FrameInMaking {
  const bodyOffset = headroom + headerLength(kid, ctr);
  const frame = new Uint8Array(bodyOffset + bodyLength);
  writeHeader(kid, ctr, frame, headroom);
  return { frame, header: frame.subarray(headroom, bodyOffset), bodyOffset };
}

/** RFC 9605 §4.4.3: AAD = header | metadata. Without metadata it is the header itself, not a copy. */
export function associatedData<Buffer extends ArrayBufferLike>(
  header: Uint8Array<Buffer>,
  metadata: Uint8Array,
): Uint8Array<Buffer | ArrayBuffer> {
  if (metadata.length === 0) return header;
  const aad = new Uint8Array(header.length + metadata.length);
  aad.set(header);
  aad.set(metadata, header.length);
  return aad;
}

/**
 * What must hold before a frame is worth decrypting.
 * @throws SframeError `sframe/unknown-key` if the key is for another key id, `sframe/auth` if there is no room
 * for a tag
 */
export function assertDecryptable(
  kid: Kid,
  header: SframeHeader,
  frame: Uint8Array,
  tagLength: number,
): void {
  if (header.kid !== kid) throw new SframeError("sframe/unknown-key", "the key is for another key id");
  if (frame.length < header.headerLength + tagLength) {
    throw new SframeError("sframe/auth", "frame is too short for a tag");
  }
}
