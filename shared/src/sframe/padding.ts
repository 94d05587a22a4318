import { SframeError } from "./errors.ts";

/*
 * Padding inside the ciphertext, for frames whose key id says so: the byte 0x80, then zeros up to the wanted length
 * (ISO/IEC 7816-4). It takes one byte or more, and only what was decrypted and found authentic is ever unpadded.
 */
const END = 0x80;

/**
 * The frame with padding behind it.
 * @param length of the result, bytes
 * @throws RangeError if that leaves no room for the padding's first byte
 */
export function pad(plaintext: Uint8Array, length: number): Uint8Array<ArrayBuffer> {
  if (length <= plaintext.length) throw new RangeError("no room for padding");
  const padded = new Uint8Array(length);
  padded.set(plaintext);
  padded[plaintext.length] = END;
  return padded;
}

/** The frame in front of the padding, as a view. @throws SframeError `sframe/padding` if there is no padding */
export function unpad(padded: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  let end = padded.length - 1;
  while (end >= 0 && padded[end] === 0) end--;
  if (padded[end] !== END) throw new SframeError("sframe/padding", "the padding has no beginning");
  return padded.subarray(0, end);
}
