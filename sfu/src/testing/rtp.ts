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
      { mimeType: "video/VP8", payloadType: 96, clockRate: 90_000, rtcpFeedback: [{ type: "nack" }] },
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
