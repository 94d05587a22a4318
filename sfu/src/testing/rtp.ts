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

const DEPENDENCY_DESCRIPTOR =
  "https://aomediacodec.github.io/av1-rtp-spec/#dependency-descriptor-rtp-header-extension";

/** A camera in AV1: one layer. */
export function av1Parameters(ssrc: number): Record<string, Json> {
  const rtcpFeedback = [{ type: "nack" }, { type: "nack", parameter: "pli" }];
  return {
    codecs: [{ mimeType: "video/AV1", payloadType: 98, clockRate: 90_000, rtcpFeedback }],
    headerExtensions: [{ uri: DEPENDENCY_DESCRIPTOR, id: 8 }],
    encodings: [{ ssrc, scalabilityMode: "L1T3" }],
    rtcp: { cname: "v" },
  };
}

/** A packet with a whole AV1 key frame in it. That it is one is said by its dependency descriptor alone. */
export function av1KeyFrame(ssrc: number, sequence: number): Buffer {
  const packet = Buffer.alloc(12 + 4 + 8 + 20);
  packet[0] = 0x90;
  packet[1] = 0x80 | 98;
  packet.writeUInt16BE(sequence, 2);
  packet.writeUInt32BE(sequence * 3_000, 4);
  packet.writeUInt32BE(ssrc, 8);
  // RFC 8285 §4.2: one-byte headers, two words; then extension 8 with six bytes.
  packet.writeUInt32BE(0xbede_0002, 12);
  packet[16] = 0x85;
  // A frame that is whole, its number, and a structure of one template with one decode target.
  Buffer.of(0xc0, sequence >> 8, sequence & 0xff, 0x80, 0x00, 0xe0).copy(packet, 17);
  return packet;
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
