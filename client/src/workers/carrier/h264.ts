import { type Carrier, CarrierError, NO_BYTES } from "./Carrier.ts";
import { join } from "./join.ts";

const START_CODE = Uint8Array.of(0, 0, 0, 1);
/** Constrained baseline, level 3.1, 640×480: the same whatever the frame's real size (ITU-T H.264 §7.3.2.1). */
const SPS = Uint8Array.of(0x67, 0x42, 0xe0, 0x1f, 0xda, 0x02, 0x80, 0xf6, 0x40);
const PPS = Uint8Array.of(0x68, 0xce, 0x3c, 0x80);
/** Slice headers (§7.3.3) up to their last field, so that a parser that goes on reads no ciphertext. */
const KEY_SLICE = Uint8Array.of(0x65, 0xb8, 0xff);
const DELTA_SLICE = Uint8Array.of(0x61, 0xe0, 0x3f);

const KEY_PREFIX = join(START_CODE, SPS, START_CODE, PPS, START_CODE, KEY_SLICE);
const DELTA_PREFIX = join(START_CODE, DELTA_SLICE);
/** A NAL unit may not end in zero (§7.4.1); ciphertext may. */
const LAST = Uint8Array.of(0x80);

/** Inserts 0x03 after two zeros wherever a start code could be read (§7.4.1.1). */
function escape(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const escaped = new Uint8Array(bytes.length + (bytes.length >> 1) + 1);
  let length = 0;
  let zeros = 0;
  for (const byte of bytes) {
    if (zeros === 2 && byte <= 3) {
      escaped[length++] = 3;
      zeros = 0;
    }
    escaped[length++] = byte;
    zeros = byte === 0 ? zeros + 1 : 0;
  }
  return escaped.subarray(0, length);
}

function unescape(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const plain = new Uint8Array(bytes.length);
  let length = 0;
  let zeros = 0;
  for (const byte of bytes) {
    if (zeros === 2 && byte === 3) {
      zeros = 0;
      continue;
    }
    plain[length++] = byte;
    zeros = byte === 0 ? zeros + 1 : 0;
  }
  return plain.subarray(0, length);
}

function startsWith(bytes: Uint8Array, offset: number, prefix: Uint8Array): boolean {
  return prefix.every((byte, index) => bytes[offset + index] === byte);
}

/** Offset of the first byte after the slice header, wherever depacketizers put parameter sets before it. */
function sliceBody(payload: Uint8Array): number {
  for (let at = 0; at + 3 <= payload.length; at++) {
    if (payload[at] !== 0 || payload[at + 1] !== 0 || payload[at + 2] !== 1) continue;
    for (const slice of [KEY_SLICE, DELTA_SLICE]) {
      if (startsWith(payload, at + 3, slice)) return at + 3 + slice.length;
    }
  }
  throw new CarrierError("no H264 carrier slice");
}

/** A constant Annex B access unit whose one slice holds the escaped ciphertext. Nothing is authenticated. */
export const h264Carrier: Carrier = {
  headroom: 0,
  authenticated: () => NO_BYTES,
  wrap: (sealed, keyFrame) => join(keyFrame ? KEY_PREFIX : DELTA_PREFIX, escape(sealed), LAST),
  unwrap(payload) {
    const body = sliceBody(payload);
    if (payload.length === body || payload.at(-1) !== LAST[0])
      throw new CarrierError("H264 carrier is cut off");
    return { bytes: unescape(payload.subarray(body, -1)), start: 0, authenticated: NO_BYTES };
  },
};
