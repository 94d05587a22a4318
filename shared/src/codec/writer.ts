import { zeroize } from "./bytes.ts";
import { CodecError } from "./errors.ts";

const INITIAL_CAPACITY = 256;
const MAX_U64 = (1n << 64n) - 1n;

/**
 * Builds a message in network byte order. Every method returns the writer, so that calls read like the byte
 * table they produce. A value that does not fit its field throws {@link CodecError} (`codec/invalid` for
 * numbers and text, `codec/too-large` for lengths) instead of being cut.
 */
export class ByteWriter {
  #buffer: Uint8Array;
  #view: DataView;
  #length = 0;

  constructor(initialCapacity: number = INITIAL_CAPACITY) {
    this.#buffer = new Uint8Array(initialCapacity);
    this.#view = new DataView(this.#buffer.buffer);
  }

  u8(value: number): this {
    const at = this.#claimInteger(value, 1);
    this.#view.setUint8(at, value);
    return this;
  }

  u16(value: number): this {
    const at = this.#claimInteger(value, 2);
    this.#view.setUint16(at, value);
    return this;
  }

  u24(value: number): this {
    const at = this.#claimInteger(value, 3);
    this.#view.setUint8(at, value >>> 16);
    this.#view.setUint16(at + 1, value & 0xffff);
    return this;
  }

  u32(value: number): this {
    const at = this.#claimInteger(value, 4);
    this.#view.setUint32(at, value);
    return this;
  }

  /** A number must be a safe integer; a bigint may use all 64 bits. */
  u64(value: bigint | number): this {
    if (typeof value === "number" && !Number.isSafeInteger(value)) {
      throw new CodecError("codec/invalid", "not a safe integer");
    }
    const wide = BigInt(value);
    if (wide < 0n || wide > MAX_U64) throw new CodecError("codec/invalid", "integer does not fit u64");
    const at = this.#claim(8);
    this.#view.setBigUint64(at, wide);
    return this;
  }

  /** Bytes whose length both ends know. */
  fixed(bytes: Uint8Array, length: number): this {
    if (bytes.length !== length) throw new CodecError("codec/invalid", "fixed field of another length");
    return this.#append(bytes);
  }

  /** `u8 length | bytes` */
  opaque8(bytes: Uint8Array): this {
    if (bytes.length > 0xff) throw new CodecError("codec/too-large", "longer than its length prefix");
    return this.u8(bytes.length).#append(bytes);
  }

  /** `u16 length | bytes` */
  opaque16(bytes: Uint8Array): this {
    if (bytes.length > 0xffff) throw new CodecError("codec/too-large", "longer than its length prefix");
    return this.u16(bytes.length).#append(bytes);
  }

  /** `u24 length | bytes` */
  opaque24(bytes: Uint8Array): this {
    if (bytes.length > 0xffffff) throw new CodecError("codec/too-large", "longer than its length prefix");
    return this.u24(bytes.length).#append(bytes);
  }

  /** `u16 length in bytes | UTF-8`. Text with a lone surrogate has no UTF-8 form and is refused. */
  utf8_16(text: string): this {
    if (/\p{Surrogate}/u.test(text)) throw new CodecError("codec/invalid", "text is not well formed");
    return this.opaque16(new TextEncoder().encode(text));
  }

  /** Hands over exactly what was written, wipes the working buffer and starts over empty. */
  finish(): Uint8Array {
    const message = this.#buffer.slice(0, this.#length);
    zeroize(this.#buffer);
    this.#length = 0;
    return message;
  }

  #append(bytes: Uint8Array): this {
    const at = this.#claim(bytes.length);
    this.#buffer.set(bytes, at);
    return this;
  }

  #claimInteger(value: number, size: 1 | 2 | 3 | 4): number {
    if (!Number.isInteger(value) || value < 0 || value >= 2 ** (8 * size)) {
      throw new CodecError("codec/invalid", `integer does not fit u${8 * size}`);
    }
    return this.#claim(size);
  }

  /** Makes room for `size` more bytes and returns where they start. */
  #claim(size: number): number {
    const at = this.#length;
    const needed = at + size;
    if (needed > this.#buffer.length) {
      const outgrown = this.#buffer;
      this.#buffer = new Uint8Array(Math.max(needed, outgrown.length * 2));
      this.#buffer.set(outgrown);
      this.#view = new DataView(this.#buffer.buffer);
      zeroize(outgrown);
    }
    this.#length = needed;
    return at;
  }
}
