import { senderReport } from "./rtcp.ts";

/** Bytes of a packet's payload, so that all fits into one datagram. */
const MAX_PAYLOAD = 1_150;
const HEADER = 12;
/** First byte of VP8's shortest payload descriptor: a frame begins, or goes on (RFC 7741 §4.2). */
const VP8_BEGINS = 0x10;
const VP8_GOES_ON = 0;

/** Numbers the packets of one synchronization source (RFC 3550 §5.1). */
export class RtpSource {
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

  /** A video frame in VP8's packets. @param now ms of any clock that goes forward evenly */
  video(frame: Uint8Array, now: number): Buffer[] {
    const packets: Buffer[] = [];
    for (let at = 0; at < frame.length; at += MAX_PAYLOAD) {
      const end = Math.min(at + MAX_PAYLOAD, frame.length);
      const packet = this.#packet(1 + end - at, end === frame.length, now);
      packet[HEADER] = at === 0 ? VP8_BEGINS : VP8_GOES_ON;
      packet.set(frame.subarray(at, end), HEADER + 1);
      packets.push(packet);
    }
    return packets;
  }

  /** A frame that fills one packet. */
  audio(frame: Uint8Array, now: number): Buffer {
    const packet = this.#packet(frame.length, false, now);
    packet.set(frame, HEADER);
    return packet;
  }

  /** @param wallClock ms since 1970 at the same moment as `now` */
  report(now: number, wallClock: number): Buffer {
    return senderReport(this.ssrc, wallClock, this.#time(now), {
      packets: this.#packets,
      bytes: this.#bytes,
    });
  }

  #packet(payload: number, marker: boolean, now: number): Buffer {
    const packet = Buffer.allocUnsafe(HEADER + payload);
    packet.writeUInt8(0x80, 0);
    packet.writeUInt8((marker ? 0x80 : 0) | this.#payloadType, 1);
    this.#sequence = (this.#sequence + 1) % 0x10000;
    packet.writeUInt16BE(this.#sequence, 2);
    packet.writeUInt32BE(this.#time(now), 4);
    packet.writeUInt32BE(this.ssrc, 8);
    this.#packets += 1;
    this.#bytes += payload;
    return packet;
  }

  #time(now: number): number {
    return Math.floor((now / 1_000) * this.#clockRate) % 2 ** 32;
  }
}
