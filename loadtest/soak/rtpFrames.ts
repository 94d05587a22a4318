/** What a packet says of the frame it belongs to. */
interface Packet {
  readonly marker: boolean;
  readonly sequence: number;
  readonly payload: Uint8Array;
}

/** Puts the frames of one stream together again (RFC 3550 §5.1, RFC 7741 §4.2). One with a lost packet is left out. */
export class FrameAssembler {
  readonly #isVideo: boolean;
  #parts: Uint8Array[] = [];
  #next: number | undefined;

  constructor(kind: "audio" | "video") {
    this.#isVideo = kind === "video";
  }

  /** @returns the frame that this packet completes */
  push(bytes: Uint8Array): Uint8Array<ArrayBuffer> | undefined {
    const packet = parse(bytes);
    if (packet === undefined) return undefined;
    if (!this.#isVideo) return new Uint8Array(packet.payload);
    const { length, isFirst } = descriptorOf(packet.payload);
    if (isFirst) this.#parts = [];
    else if (packet.sequence !== this.#next || this.#parts.length === 0) {
      this.#next = undefined;
      this.#parts = [];
      return undefined;
    }
    this.#parts.push(packet.payload.subarray(length));
    this.#next = (packet.sequence + 1) & 0xffff;
    if (!packet.marker) return undefined;
    const frame = new Uint8Array(this.#parts.reduce((sum, part) => sum + part.length, 0));
    let at = 0;
    for (const part of this.#parts) {
      frame.set(part, at);
      at += part.length;
    }
    this.#parts = [];
    return frame;
  }
}

function parse(bytes: Uint8Array): Packet | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 12) return undefined;
  const first = view.getUint8(0);
  let start = 12 + (first & 0x0f) * 4;
  if ((first & 0x10) !== 0) start += 4 + view.getUint16(start + 2) * 4;
  const padding = (first & 0x20) === 0 ? 0 : view.getUint8(bytes.length - 1);
  const payload = bytes.slice(start, bytes.length - padding);
  if (payload.length === 0) return undefined;
  return { marker: (view.getUint8(1) & 0x80) !== 0, sequence: view.getUint16(2), payload };
}

function descriptorOf(payload: Uint8Array): { length: number; isFirst: boolean } {
  const first = payload[0] ?? 0;
  let length = 1;
  if ((first & 0x80) !== 0) {
    const extension = payload[length++] ?? 0;
    if ((extension & 0x80) !== 0) length += ((payload[length] ?? 0) & 0x80) !== 0 ? 2 : 1;
    if ((extension & 0x40) !== 0) length += 1;
    if ((extension & 0x30) !== 0) length += 1;
  }
  return { length, isFirst: (first & 0x17) === 0x10 };
}
