/**
 * Whether this browser's Opus encoder makes frames of one size when it is asked to. Firefox does not, and of those that
 * nobody has tried it is not believed: their frames are padded from the first on.
 */
export function keepsSoundConstant(): boolean {
  return typeof RTCRtpSender !== "undefined" && "createEncodedStreams" in RTCRtpSender.prototype;
}
