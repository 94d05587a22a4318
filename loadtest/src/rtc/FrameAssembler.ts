import { isControl } from "./PacketStore.ts";

/** Packets that wait for one that is missing, and how long for it, ms: then what is there goes on without it. */
const MAX_WAITING = 256;
const PATIENCE_MS = 400;
/** How long until a missing packet is asked for again, ms: above a round trip. */
const ASK_AGAIN_MS = 60;

/** What comes of packets. */
export interface AssemblerEvents {
  readonly frame: (frame: Uint8Array<ArrayBuffer>) => void;
  /** These sequence numbers are missing. */
  readonly missing: (sequences: readonly number[]) => void;
  /** A packet did not come: frames are incomplete until the next one begins. */
  readonly gap: () => void;
}

interface Parsed {
  readonly sequence: number;
  readonly timestamp: number;
  readonly marker: boolean;
  readonly payload: Uint8Array;
}

/** Puts the packets of one consumer into order, asks for what is missing, and gives whole frames out. */
export class FrameAssembler {
  readonly #isVideo: boolean;
  readonly #events: AssemblerEvents;
  readonly #waiting = new Map<number, { packet: Parsed; since: number }>();
  #expected: number | undefined;
  #askedAt = -Infinity;
  #parts: Uint8Array[] = [];
  #timestamp = -1;
  #begun = false;

  constructor(kind: "audio" | "video", events: AssemblerEvents) {
    this.#isVideo = kind === "video";
    this.#events = events;
  }

  /** Takes one RTP packet in. @param now ms */
  take(bytes: Buffer, now: number): void {
    const packet = parse(bytes);
    if (packet === undefined) return;
    const { sequence } = packet;
    this.#expected ??= sequence;
    const ahead = (sequence - this.#expected + 0x10000) % 0x10000;
    if (ahead >= 0x8000) return;
    if (ahead === 0) {
      this.#pass(packet);
      this.#drain();
      return;
    }
    // Kept across the callback that brought it.
    this.#waiting.set(sequence, { packet: { ...packet, payload: packet.payload.slice() }, since: now });
    this.#lookAtGap(now);
  }

  #lookAtGap(now: number): void {
    const first = this.#waiting.values().next().value;
    if (first === undefined || this.#expected === undefined) return;
    if (this.#waiting.size > MAX_WAITING || now - first.since > PATIENCE_MS) {
      const expected = this.#expected;
      const next = Math.min(...[...this.#waiting.keys()].map((key) => (key - expected + 0x10000) % 0x10000));
      this.#expected = (expected + next) % 0x10000;
      this.#begun = false;
      this.#parts = [];
      this.#events.gap();
      this.#drain();
      return;
    }
    if (now - this.#askedAt < ASK_AGAIN_MS) return;
    this.#askedAt = now;
    const last = [...this.#waiting.keys()].at(-1) ?? this.#expected;
    const missing: number[] = [];
    for (let at = this.#expected; at !== last && missing.length < MAX_WAITING; at = (at + 1) % 0x10000) {
      if (!this.#waiting.has(at)) missing.push(at);
    }
    this.#events.missing(missing);
  }

  #drain(): void {
    for (;;) {
      const expected = this.#expected ?? 0;
      const next = this.#waiting.get(expected);
      if (next === undefined) return;
      this.#waiting.delete(expected);
      this.#pass(next.packet);
    }
  }

  #pass({ sequence, timestamp, marker, payload }: Parsed): void {
    this.#expected = (sequence + 1) % 0x10000;
    if (payload.length === 0) return;
    if (!this.#isVideo) {
      this.#events.frame(new Uint8Array(payload));
      return;
    }
    const body = vp8Payload(payload);
    if (body === undefined) return;
    if (body.begins && (timestamp !== this.#timestamp || !this.#begun)) {
      this.#parts = [];
      this.#begun = true;
      this.#timestamp = timestamp;
    }
    if (!this.#begun || timestamp !== this.#timestamp) return;
    // The buffer that a packet came in is used again when the callback is over.
    this.#parts.push(marker ? body.bytes : body.bytes.slice());
    if (!marker) return;
    const frame = joined(this.#parts);
    this.#parts = [];
    this.#begun = false;
    this.#events.frame(frame);
  }
}

function joined(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const frame = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    frame.set(part, at);
    at += part.length;
  }
  return frame;
}

/** RFC 3550 §5.1, and §5.3.1 for extensions. */
function parse(bytes: Buffer): Parsed | undefined {
  const first = bytes[0] ?? 0;
  if (bytes.length < 12 || first >> 6 !== 2 || isControl(bytes)) return undefined;
  let at = 12 + 4 * (first & 0x0f);
  if ((first & 0x10) !== 0) {
    if (at + 4 > bytes.length) return undefined;
    at += 4 + 4 * bytes.readUInt16BE(at + 2);
  }
  const end = bytes.length - ((first & 0x20) !== 0 ? (bytes.at(-1) ?? 0) : 0);
  if (at > end) return undefined;
  return {
    sequence: bytes.readUInt16BE(2),
    timestamp: bytes.readUInt32BE(4),
    marker: ((bytes[1] ?? 0) & 0x80) !== 0,
    payload: bytes.subarray(at, end),
  };
}

/** What follows the payload descriptor (RFC 7741 §4.2), and whether a frame begins there. */
export function vp8Payload(
  payload: Uint8Array,
): { readonly begins: boolean; readonly bytes: Uint8Array } | undefined {
  const first = payload[0] ?? 0;
  let at = 1;
  if ((first & 0x80) !== 0) {
    const extended = payload[at++] ?? 0;
    if ((extended & 0x80) !== 0) at += ((payload[at] ?? 0) & 0x80) !== 0 ? 2 : 1;
    if ((extended & 0x40) !== 0) at += 1;
    if ((extended & 0x30) !== 0) at += 1;
  }
  if (at > payload.length) return undefined;
  return { begins: (first & 0x10) !== 0 && (first & 0x07) === 0, bytes: payload.subarray(at) };
}
