/** Bytes of a packet's payload, so that all fits into one datagram. */
const MAX_PAYLOAD = 1_150;
const HEADER = 12;
/** Seconds from 1900 to 1970 (RFC 3550 §4). */
const NTP_OFFSET = 2_208_988_800;

/** Numbers the packets of one synchronization source (RFC 3550 §5.1). */
export class RtpSender {
  readonly ssrc: number;
  readonly #payloadType: number;
  readonly #clockRate: number;
  #sequence = Math.floor(Math.random() * 0x8000);
  #packets = 0;
  #bytes = 0;

  constructor(ssrc: number, payloadType: number, clockRate: number) {
    this.ssrc = ssrc;
    this.#payloadType = payloadType;
    this.#clockRate = clockRate;
  }

  /** Bytes of all packets so far, headers included. */
  get bytes(): number {
    return this.#bytes + HEADER * this.#packets;
  }

  /** A VP8 frame, in packets (RFC 7741 §4.2 with the shortest descriptor). */
  video(frame: Uint8Array, seconds: number): Buffer[] {
    const packets: Buffer[] = [];
    for (let at = 0; at < frame.length; at += MAX_PAYLOAD) {
      const part = frame.subarray(at, at + MAX_PAYLOAD);
      const isLast = at + MAX_PAYLOAD >= frame.length;
      packets.push(this.#packet([Uint8Array.of(at === 0 ? 0x10 : 0), part], isLast, seconds));
    }
    return packets;
  }

  audio(frame: Uint8Array, seconds: number): Buffer {
    return this.#packet([frame], false, seconds);
  }

  /** A sender report: the server needs it to switch between layers in step (RFC 3550 §6.4.1). */
  report(seconds: number): Buffer {
    const report = Buffer.alloc(28);
    report.writeUInt16BE(0x80c8, 0);
    report.writeUInt16BE(6, 2);
    report.writeUInt32BE(this.ssrc, 4);
    const now = Date.now() / 1_000;
    report.writeUInt32BE(Math.floor(now) + NTP_OFFSET, 8);
    report.writeUInt32BE(Math.floor((now % 1) * 2 ** 32), 12);
    report.writeUInt32BE(this.#timestamp(seconds), 16);
    report.writeUInt32BE(this.#packets, 20);
    report.writeUInt32BE(this.#bytes % 2 ** 32, 24);
    return report;
  }

  #packet(payload: readonly Uint8Array[], marker: boolean, seconds: number): Buffer {
    const header = Buffer.alloc(HEADER);
    header.writeUInt8(0x80, 0);
    header.writeUInt8((marker ? 0x80 : 0) | this.#payloadType, 1);
    this.#sequence = (this.#sequence + 1) % 0x10000;
    header.writeUInt16BE(this.#sequence, 2);
    header.writeUInt32BE(this.#timestamp(seconds), 4);
    header.writeUInt32BE(this.ssrc, 8);
    const packet = Buffer.concat([header, ...payload]);
    this.#packets += 1;
    this.#bytes += packet.length - HEADER;
    return packet;
  }

  #timestamp(seconds: number): number {
    return Math.floor(seconds * this.#clockRate) % 2 ** 32;
  }
}

/** The synchronization source that a picture loss indication asks for a key frame of (RFC 4585 §6.3.1), if it is one. */
export function keyFrameAskedOf(rtcp: Buffer): number | undefined {
  if (rtcp.length < 12 || rtcp.readUInt8(1) !== 206) return undefined;
  const format = rtcp.readUInt8(0) & 0x1f;
  if (format === 1) return rtcp.readUInt32BE(8);
  // Full intra request (RFC 5104 §4.3.1): the source is in its first entry.
  return format === 4 && rtcp.length >= 16 ? rtcp.readUInt32BE(12) : undefined;
}
