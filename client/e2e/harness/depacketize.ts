import { type Packet, Vp8Assembler } from "./rtp.ts";

/** One encoded frame as it travels, in the parts that its codec's packets know. */
export interface WireFrame {
  /** VP8, VP9: one. H264: NAL units. AV1: OBUs without size fields. */
  readonly units: readonly Uint8Array[];
}

/** Puts frames together again from packets in order; a frame with a lost packet is left out. */
export interface Assembler {
  push(packet: Packet): WireFrame | undefined;
}

/** @param mimeType as RTP parameters have it */
export function assemblerFor(mimeType: string): Assembler {
  switch (mimeType.toLowerCase()) {
    case "audio/opus":
      return { push: ({ payload }) => ({ units: [payload] }) };
    case "video/vp8": {
      const vp8 = new Vp8Assembler();
      return {
        push: (packet) => {
          const frame = vp8.push(packet);
          return frame && { units: [frame] };
        },
      };
    }
    case "video/vp9":
      return new InOrder(vp9Packet);
    case "video/h264":
      return new InOrder(h264Packet);
    case "video/av1":
      return new InOrder(av1Packet);
    default:
      throw new Error(`no assembler for ${mimeType}`);
  }
}

/** What one packet holds: pieces of units. */
interface Pieces {
  /** Undefined where packets do not say: then the one after a frame's last does. */
  readonly beginsFrame?: boolean;
  readonly endsFrame: boolean;
  /** The first piece goes on with a unit that the packet before began. */
  readonly continues: boolean;
  readonly pieces: readonly Uint8Array[];
}

class InOrder implements Assembler {
  readonly #read: (packet: Packet) => Pieces;
  #units: Uint8Array[] | undefined;
  #next: number | undefined;
  #ended = true;

  constructor(read: (packet: Packet) => Pieces) {
    this.#read = read;
  }

  push(packet: Packet): WireFrame | undefined {
    const isNext = this.#next === undefined || packet.sequence === this.#next;
    this.#next = (packet.sequence + 1) & 0xffff;
    const { beginsFrame = this.#ended && isNext, endsFrame, continues, pieces } = this.#read(packet);
    this.#ended = endsFrame;
    if (beginsFrame) this.#units = [];
    else if (!isNext) this.#units = undefined;
    const units = this.#units;
    if (units === undefined) return undefined;
    pieces.forEach((piece, index) => {
      const last = units.at(-1);
      if (index === 0 && continues && last !== undefined) {
        units[units.length - 1] = new Uint8Array(Buffer.concat([last, piece]));
      } else units.push(piece);
    });
    if (!endsFrame) return undefined;
    this.#units = undefined;
    return { units };
  }
}

/** RFC 9628 §4.2: one frame for each spatial layer. */
function vp9Packet({ payload }: Packet): Pieces {
  const first = payload[0] ?? 0;
  const has = (bit: number): boolean => (first & bit) !== 0;
  let at = 1;
  if (has(0x80)) at += ((payload[at] ?? 0) & 0x80) !== 0 ? 2 : 1;
  const flexible = has(0x10);
  if (has(0x20)) at += flexible ? 1 : 2;
  if (flexible && has(0x40)) while (((payload[at++] ?? 0) & 1) !== 0);
  if (has(0x02)) {
    const structure = payload[at++] ?? 0;
    if ((structure & 0x10) !== 0) at += 4 * ((structure >> 5) + 1);
    if ((structure & 0x08) !== 0) {
      for (let left = payload[at++] ?? 0; left > 0; left--) at += 1 + (((payload[at] ?? 0) >> 2) & 3);
    }
  }
  const beginsFrame = has(0x08);
  return { beginsFrame, endsFrame: has(0x04), continues: !beginsFrame, pieces: [payload.subarray(at)] };
}

/** RFC 6184: single NAL units, STAP-A and FU-A. */
function h264Packet({ payload, marker }: Packet): Pieces {
  const first = payload[0] ?? 0;
  const type = first & 0x1f;
  if (type === 28) {
    const fragment = payload[1] ?? 0;
    const begins = (fragment & 0x80) !== 0;
    const header = Uint8Array.of((first & 0xe0) | (fragment & 0x1f));
    const body = payload.subarray(2);
    const piece = begins ? new Uint8Array(Buffer.concat([header, body])) : body;
    return { endsFrame: marker, continues: !begins, pieces: [piece] };
  }
  const pieces: Uint8Array[] = [];
  if (type === 24) {
    for (let at = 1; at + 2 < payload.length;) {
      const length = ((payload[at] ?? 0) << 8) | (payload[at + 1] ?? 0);
      pieces.push(payload.subarray(at + 2, at + 2 + length));
      at += 2 + length;
    }
  } else pieces.push(payload);
  return { endsFrame: marker, continues: false, pieces };
}

/** The AV1 RTP payload format §4.4: an aggregation header, then OBU elements. */
function av1Packet({ payload, marker }: Packet): Pieces {
  const header = payload[0] ?? 0;
  const count = (header >> 4) & 3;
  const pieces: Uint8Array[] = [];
  let at = 1;
  while (at < payload.length) {
    let length = payload.length - at;
    if (count === 0 || pieces.length < count - 1) {
      length = 0;
      for (let shift = 0; ; shift += 7) {
        const byte = payload[at++] ?? 0;
        length |= (byte & 0x7f) << shift;
        if ((byte & 0x80) === 0) break;
      }
    }
    pieces.push(payload.subarray(at, at + length));
    at += length;
  }
  return { endsFrame: marker, continues: (header & 0x80) !== 0, pieces };
}
