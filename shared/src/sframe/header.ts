import type { Ctr, Kid } from "../ids/index.ts";
import { SframeError } from "./errors.ts";

/*
 * RFC 9605 §4.3: one config byte X KKK Y CCC, then the key id, then the counter, big-endian. A value of 0..7 is
 * in its three bits and its flag (X, Y) is clear; any other is appended in as few bytes as it needs, the flag
 * is set and the three bits say how many bytes, minus one.
 */

/** Config byte, and eight bytes for each value. */
export const MAX_HEADER_LENGTH = 17;

export interface SframeHeader {
  readonly kid: Kid;
  readonly ctr: Ctr;
  /** How many bytes it takes: where the ciphertext starts. */
  readonly headerLength: number;
}

/** The only encoding of a key id and a counter. */
export function encodeHeader(kid: Kid, ctr: Ctr): Uint8Array<ArrayBuffer> {
  const header = new Uint8Array(headerLength(kid, ctr));
  writeHeader(kid, ctr, header, 0);
  return header;
}

/** Bytes {@link writeHeader} will write. */
export function headerLength(kid: Kid, ctr: Ctr): number {
  return 1 + appendedLength(kid) + appendedLength(ctr);
}

/** Encodes into a buffer that is there already. */
export function writeHeader(kid: Kid, ctr: Ctr, into: Uint8Array, offset: number): void {
  const kidLength = appendedLength(kid);
  const ctrLength = appendedLength(ctr);
  into[offset] = (field(kid, kidLength) << 4) | field(ctr, ctrLength);
  writeUint(kid, kidLength, into, offset + 1);
  writeUint(ctr, ctrLength, into, offset + 1 + kidLength);
}

/**
 * Reads the header at the start of a frame. §4.3 says that values MUST be encoded with the minimum number of
 * bytes, so longer encodings are refused: a header that decodes is the one that {@link encodeHeader} makes.
 * @throws SframeError `sframe/header`
 */
export function decodeHeader(frame: Uint8Array): SframeHeader {
  const config = frame[0];
  if (config === undefined) throw new SframeError("sframe/header", "empty frame");
  const kidLength = (config & 0x80) === 0 ? 0 : ((config >> 4) & 7) + 1;
  const ctrLength = (config & 0x08) === 0 ? 0 : (config & 7) + 1;
  const headerLength = 1 + kidLength + ctrLength;
  if (frame.length < headerLength) throw new SframeError("sframe/header", "frame ends inside its header");
  const kid = kidLength === 0 ? BigInt((config >> 4) & 7) : readUint(frame, 1, kidLength);
  const ctr = ctrLength === 0 ? BigInt(config & 7) : readUint(frame, 1 + kidLength, ctrLength);
  return { kid: kid as Kid, ctr: ctr as Ctr, headerLength };
}

/** A header of a call, whose key ids and counters fit numbers. */
export interface CallHeader {
  readonly kid: number;
  readonly ctr: number;
  readonly headerLength: number;
}

/**
 * As {@link decodeHeader}, for the frames of calls.
 * @param start where the header begins
 * @throws SframeError `sframe/header`, also for a value above 2^53 - 1, which no key id and no counter reaches
 */
export function readCallHeader(bytes: Uint8Array, start = 0): CallHeader {
  const config = bytes[start];
  if (config === undefined) throw new SframeError("sframe/header", "empty frame");
  const kidLength = (config & 0x80) === 0 ? 0 : ((config >> 4) & 7) + 1;
  const ctrLength = (config & 0x08) === 0 ? 0 : (config & 7) + 1;
  const headerLength = 1 + kidLength + ctrLength;
  if (bytes.length - start < headerLength) {
    throw new SframeError("sframe/header", "frame ends inside its header");
  }
  const kid = kidLength === 0 ? (config >> 4) & 7 : readNumber(bytes, start + 1, kidLength);
  const ctr = ctrLength === 0 ? config & 7 : readNumber(bytes, start + 1 + kidLength, ctrLength);
  return { kid, ctr, headerLength };
}

function readNumber(frame: Uint8Array, offset: number, length: number): number {
  const first = frame[offset] as number;
  if (first === 0 || (length === 1 && first < 8)) {
    throw new SframeError("sframe/header", "value in more bytes than it needs");
  }
  let value = 0;
  for (let at = offset; at < offset + length; at++) value = value * 256 + (frame[at] as number);
  if (!Number.isSafeInteger(value)) throw new SframeError("sframe/header", "value beyond all that calls use");
  return value;
}

/** X KKK or Y CCC. */
function field(value: bigint, length: number): number {
  return length === 0 ? Number(value) : 0x8 | (length - 1);
}

/** Bytes the value takes behind the config byte: 0 if it fits into its three bits. */
function appendedLength(value: bigint): number {
  if (value < 8n) return 0;
  const high = Number(value >> 32n);
  return high === 0 ? uint32Length(Number(value)) : 4 + uint32Length(high);
}

function uint32Length(value: number): number {
  return value < 0x100 ? 1 : value < 0x10000 ? 2 : value < 0x1000000 ? 3 : 4;
}

function writeUint(value: bigint, length: number, into: Uint8Array, offset: number): void {
  let low = Number(value & 0xffffffffn);
  let high = length > 4 ? Number(value >> 32n) : 0;
  for (let i = length - 1; i >= 0; i--) {
    into[offset + i] = low;
    // Once the low word is used up, its place is taken by the high one.
    if (length - i === 4) [low, high] = [high, 0];
    else low >>>= 8;
  }
}

function readUint(frame: Uint8Array, offset: number, length: number): bigint {
  const first = frame[offset] as number;
  if (first === 0 || (length === 1 && first < 8)) {
    throw new SframeError("sframe/header", "value in more bytes than it needs");
  }
  let high = 0;
  let low = 0;
  for (let i = 0; i < length; i++) {
    const byte = frame[offset + i] as number;
    if (i < length - 4) high = high * 256 + byte;
    else low = low * 256 + byte;
  }
  return high === 0 ? BigInt(low) : (BigInt(high) << 32n) | BigInt(low);
}
