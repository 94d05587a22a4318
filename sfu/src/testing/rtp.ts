/** A microphone as a browser would offer it. */
export function audioParameters(ssrc: number): object {
  return {
    codecs: [{ mimeType: "audio/opus", payloadType: 111, clockRate: 48_000, channels: 2, parameters: {} }],
    encodings: [{ ssrc }],
    rtcp: { cname: "a" },
  };
}

/** A camera as a browser would offer it. */
export function videoParameters(ssrc: number): object {
  return {
    codecs: [{ mimeType: "video/VP8", payloadType: 96, clockRate: 90_000 }],
    encodings: [{ ssrc }],
    rtcp: { cname: "v" },
  };
}
