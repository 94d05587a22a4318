import { CodecError } from "./errors.ts";

/**
 * Takes a message apart in network byte order. Nothing is trusted: every read is checked against what is left
 * before anything is allocated, variable fields carry the longest length the caller allows, and
 * {@link ByteReader.end} refuses what nobody asked for. All failures are {@link CodecError}.
 */
export class ByteReader {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  #offset = 0;

  constructor(bytes: Uint8Array) {
    // A plain view, so that a Node Buffer handed in does not lend its own slice() to the copies below.
    this.#bytes = new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  /** How many bytes are still unread. */
  get remaining(): number {
    return this.#bytes.length - this.#offset;
  }

  u8(): number {
    return this.#view.getUint8(this.#take(1));
  }

  u16(): number {
    return this.#view.getUint16(this.#take(2));
  }

  u24(): number {
    const at = this.#take(3);
    return (this.#view.getUint8(at) << 16) | this.#view.getUint16(at + 1);
  }

  u32(): number {
    return this.#view.getUint32(this.#take(4));
  }

  u64(): bigint {
    return this.#view.getBigUint64(this.#take(8));
  }

  /** A u64 that must be a safe integer. @throws CodecError `codec/too-large` above 2^53 - 1 */
  u64Number(): number {
    const value = Number(this.u64());
    if (!Number.isSafeInteger(value)) throw new CodecError("codec/too-large", "integer above 2^53 - 1");
    return value;
  }

  /** A copy of the next `length` bytes. */
  fixed(length: number): Uint8Array {
    const at = this.#take(length);
    return this.#bytes.slice(at, at + length);
  }

  /** `u8 length | bytes`. @throws CodecError `codec/too-large` above `maxLength` */
  opaque8(maxLength: number): Uint8Array {
    return this.#opaque(this.u8(), maxLength);
  }

  /** `u16 length | bytes`. @throws CodecError `codec/too-large` above `maxLength` */
  opaque16(maxLength: number): Uint8Array {
    return this.#opaque(this.u16(), maxLength);
  }

  /** `u24 length | bytes`. @throws CodecError `codec/too-large` above `maxLength` */
  opaque24(maxLength: number): Uint8Array {
    return this.#opaque(this.u24(), maxLength);
  }

  /** `u16 length in bytes | UTF-8`. @throws CodecError `codec/invalid` if it is not well-formed UTF-8 */
  utf8_16(maxBytes: number): string {
    const bytes = this.opaque16(maxBytes);
    try {
      return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
    } catch (cause) {
      throw new CodecError("codec/invalid", "text is not UTF-8", { cause });
    }
  }

  /** The message ends here. @throws CodecError `codec/trailing` if bytes remain */
  end(): void {
    if (this.remaining !== 0) throw new CodecError("codec/trailing", "bytes after the end of the message");
  }

  #opaque(length: number, maxLength: number): Uint8Array {
    if (length > maxLength) throw new CodecError("codec/too-large", "field longer than allowed");
    return this.fixed(length);
  }

  #take(size: number): number {
    const at = this.#offset;
    if (size > this.#bytes.length - at) throw new CodecError("codec/truncated", "message ends too early");
    this.#offset = at + size;
    return at;
  }
}
