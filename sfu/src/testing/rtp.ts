import type { Json } from "./damage.ts";

/** A microphone as a browser would offer it. */
export function audioParameters(ssrc: number): Record<string, Json> {
  return {
    codecs: [{ mimeType: "audio/opus", payloadType: 111, clockRate: 48_000, channels: 2, parameters: {} }],
    encodings: [{ ssrc }],
    rtcp: { cname: "a" },
  };
}

/** A camera as a browser would offer it: VP8 in one or more resolutions. */
export function videoParameters(ssrc: number, layers = 1): Record<string, Json> {
  return {
    codecs: [
      {
        mimeType: "video/VP8",
        payloadType: 96,
        clockRate: 90_000,
        rtcpFeedback: [{ type: "nack" }, { type: "nack", parameter: "pli" }],
      },
      { mimeType: "video/rtx", payloadType: 97, clockRate: 90_000, parameters: { apt: 96 } },
    ],
    encodings: Array.from({ length: layers }, (_, layer) => ({
      ssrc: ssrc + 2 * layer,
      rtx: { ssrc: ssrc + 2 * layer + 1 },
      scalabilityMode: "L1T3",
    })),
    rtcp: { cname: "v" },
  };
}

/** A packet with a whole VP8 frame in it, as a worker reads it. */
export function vp8Packet(ssrc: number, sequence: number, isKeyFrame: boolean): Buffer {
  const packet = Buffer.alloc(12 + 1 + 10 + 20);
  packet[0] = 0x80;
  packet[1] = 0x80 | 96;
  packet.writeUInt16BE(sequence, 2);
  packet.writeUInt32BE(sequence * 3_000, 4);
  packet.writeUInt32BE(ssrc, 8);
  // RFC 7741 §4.2: the start of a partition, then the frame, whose first bit is 0 in key frames.
  packet[12] = 0x10;
  packet[13] = isKeyFrame ? 0x00 : 0x01;
  return packet;
}
