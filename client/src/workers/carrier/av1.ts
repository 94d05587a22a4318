import { type Carrier, CarrierError, NO_BYTES } from "./Carrier.ts";
import { join } from "./join.ts";

/** OBU types (AV1 bitstream specification §6.2.2). */
const FRAME = 6;
const HAS_SIZE = 0x02;
const FRAME_HEADER = (FRAME << 3) | HAS_SIZE;

/**
 * A sequence header OBU (§5.5.1), the same whatever the frame's real size: main profile, level 2.0, sizes of 16 bits
 * each (640×480), every optional tool off, screen content tools chosen per frame, 8 bits 4:2:0.
 */
const SEQUENCE_HEADER = Uint8Array.of(
  ...[0x0a, 0x0c],
  ...[0x00, 0x00, 0x00, 0x07, 0xf8, 0x13, 0xf8, 0x0e, 0xf8, 0x03, 0x00, 0x10],
);

/** Longest size field read: 8 bytes of 7 bits (§4.10.5). */
const MAX_LEB128_BYTES = 8;

function leb128(value: number): Uint8Array {
  const bytes: number[] = [];
  let rest = value;
  do {
    const low = rest % 128;
    rest = Math.floor(rest / 128);
    bytes.push(rest > 0 ? low | 0x80 : low);
  } while (rest > 0);
  return Uint8Array.from(bytes);
}

function readLeb128(bytes: Uint8Array, offset: number): { value: number; next: number } {
  let value = 0;
  for (let index = 0; index < MAX_LEB128_BYTES; index++) {
    const byte = bytes[offset + index];
    if (byte === undefined) break;
    value += (byte & 0x7f) * 128 ** index;
    if ((byte & 0x80) === 0) return { value, next: offset + index + 1 };
  }
  throw new CarrierError("AV1 carrier has no size");
}

/** One frame OBU that holds the ciphertext, after a constant sequence header in key frames. Nothing is authenticated. */
export const av1Carrier: Carrier = {
  headroom: 0,
  authenticated: () => NO_BYTES,
  wrap(sealed, keyFrame) {
    const frame = join(Uint8Array.of(FRAME_HEADER), leb128(sealed.length), sealed);
    return keyFrame ? join(SEQUENCE_HEADER, frame) : frame;
  },
  unwrap(payload) {
    let offset = 0;
    while (offset < payload.length) {
      const header = payload[offset] ?? 0;
      const { value: size, next } = readLeb128(payload, offset + (header & 0x04 ? 2 : 1));
      if ((header & HAS_SIZE) === 0 || next + size > payload.length)
        throw new CarrierError("AV1 carrier is cut off");
      if (header >> 3 === FRAME) {
        return { bytes: payload.subarray(next, next + size), start: 0, authenticated: NO_BYTES };
      }
      offset = next + size;
    }
    throw new CarrierError("no AV1 carrier frame");
  },
};
