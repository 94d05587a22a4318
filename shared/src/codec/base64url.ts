import { CodecError } from "./errors.ts";

const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
const INVALID = 0xff;

const valueOfCharCode = new Uint8Array(128).fill(INVALID);
for (let i = 0; i < ALPHABET.length; i++) valueOfCharCode[ALPHABET.charCodeAt(i)] = i;

/** RFC 4648 §5, without padding. */
export function toBase64Url(bytes: Uint8Array): string {
  let text = "";
  let pending = 0;
  let bits = 0;
  for (const byte of bytes) {
    pending = ((pending << 8) | byte) & 0xffff;
    bits += 8;
    while (bits >= 6) {
      bits -= 6;
      text += ALPHABET.charAt((pending >> bits) & 63);
    }
  }
  if (bits > 0) text += ALPHABET.charAt((pending << (6 - bits)) & 63);
  return text;
}

/**
 * The inverse of {@link toBase64Url}, and of nothing else: padding, white space, other alphabets, impossible
 * lengths and unused bits that are not zero are refused, so that one value has one spelling.
 * @throws CodecError `codec/invalid`
 */
export function fromBase64Url(text: string): Uint8Array {
  if (text.length % 4 === 1) throw new CodecError("codec/invalid", "not a base64url length");
  const bytes = new Uint8Array(Math.floor((text.length * 3) / 4));
  let pending = 0;
  let bits = 0;
  let offset = 0;
  for (let i = 0; i < text.length; i++) {
    const value = valueOfCharCode[text.charCodeAt(i)] ?? INVALID;
    if (value === INVALID) throw new CodecError("codec/invalid", "not a base64url character");
    pending = ((pending << 6) | value) & 0xffff;
    bits += 6;
    if (bits >= 8) {
      bits -= 8;
      bytes[offset++] = (pending >> bits) & 0xff;
    }
  }
  if ((pending & ((1 << bits) - 1)) !== 0) throw new CodecError("codec/invalid", "base64url with stray bits");
  return bytes;
}
