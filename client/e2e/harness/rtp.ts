/** One RTP packet, as far as these tests need it (RFC 3550 §5.1). */
export interface Packet {
  readonly marker: boolean;
  readonly sequence: number;
  readonly timestamp: number;
  readonly payload: Uint8Array;
}

/** @returns undefined for what is no RTP version 2 packet with a payload */
export function parseRtp(bytes: Uint8Array): Packet | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 12 || view.getUint8(0) >> 6 !== 2) return undefined;
  const first = view.getUint8(0);
  let start = 12 + (first & 0x0f) * 4;
  if ((first & 0x10) !== 0) start += 4 + view.getUint16(start + 2) * 4;
  const padding = (first & 0x20) === 0 ? 0 : view.getUint8(bytes.length - 1);
  const end = bytes.length - padding;
  if (start >= end) return undefined;
  return {
    marker: (view.getUint8(1) & 0x80) !== 0,
    sequence: view.getUint16(2),
    timestamp: view.getUint32(4),
    payload: bytes.slice(start, end),
  };
}

/** Length of the VP8 payload descriptor, and whether it begins a frame (RFC 7741 §4.2). */
function vp8Descriptor(payload: Uint8Array): { length: number; beginsFrame: boolean } {
  const first = payload[0] ?? 0;
  let length = 1;
  if ((first & 0x80) !== 0) {
    const extension = payload[length++] ?? 0;
    if ((extension & 0x80) !== 0) length += ((payload[length] ?? 0) & 0x80) !== 0 ? 2 : 1;
    if ((extension & 0x40) !== 0) length += 1;
    if ((extension & 0x30) !== 0) length += 1;
  }
  return { length, beginsFrame: (first & 0x17) === 0x10 };
}

/** Puts VP8 frames together again; a frame with a lost packet is left out. */
export class Vp8Assembler {
  private parts: Uint8Array[] = [];
  private next: number | undefined;

  /** @returns the frame that this packet completes */
  push(packet: Packet): Uint8Array | undefined {
    const { length, beginsFrame } = vp8Descriptor(packet.payload);
    if (beginsFrame) this.parts = [];
    else if (packet.sequence !== this.next || this.parts.length === 0) {
      this.parts = [];
      this.next = undefined;
      return undefined;
    }
    this.parts.push(packet.payload.subarray(length));
    this.next = (packet.sequence + 1) & 0xffff;
    if (!packet.marker) return undefined;
    const frame = Buffer.concat(this.parts);
    this.parts = [];
    return new Uint8Array(frame);
  }
}
