/*
 * What the load tester's frames hold: something that a decoder takes, filler up to a realistic size, and at the end
 * what the receiver checks. Browsers in the same call see a grey picture and hear silence.
 *
 *     media | filler | "SoTe" | u32 number | u32 length of the frame | f64 time of sending, ms since 1970
 */
const MARK = 0x536f5465;
export const TRAILER_BYTES = 20;

/** A grey VP8 picture of 320 × 180, and one that changes nothing of it. Decoders do not mind what follows. */
const VP8_KEY = Buffer.from(
  "8A4AnQEqQAG0AAcHCIWFiJmEiCWCAAYWBajD2TnD2TnD2TnD2TnD2TnD2TnD2TnD2TnD2TnD2TnD2TnD2TnD2TnD2TnD2TnD2TnD2TnD2TnD2TnD2TnD2TnD2TnD2TnD2TnD2TnD2TnD2TnD2TnD2TnD2TnD2TnD2TnD2TnD2TZA/uwmXzse1wA=",
  "base64",
);
const VP8_DELTA = Buffer.from(
  "0QgAHBEEABgAGG/0DAABWaq1VWqq1VWqq1VWqq1VWqq1VWqq1VWqq1VWqq1VWqq1VWqq1VWqq1VWqq1VWqq1VWqq1VWqq1VWAP7tkD87HtcA",
  "base64",
);

/** Opus (RFC 6716 §3.2.5): one frame of silence of 20 ms, and padding, whose length and bytes follow. */
const OPUS_CODE_3 = 0xfb;
const OPUS_ONE_PADDED = 0x41;
const OPUS_SILENCE = [0xff, 0xfe];

/** What a received frame says of itself. */
export interface FrameContent {
  readonly number: number;
  /** ms since 1970, by the sender's clock. */
  readonly sentAt: number;
}

/** A video frame of about this size, bytes. */
export function videoFrame(isKey: boolean, size: number, content: FrameContent): Uint8Array<ArrayBuffer> {
  const media = isKey ? VP8_KEY : VP8_DELTA;
  return filled(media, Math.max(size, media.length + TRAILER_BYTES), content);
}

/** An audio frame of this size, bytes. @throws RangeError if that is too short */
export function audioFrame(size: number, content: FrameContent): Uint8Array<ArrayBuffer> {
  // A padding length of 255 means 254 and another byte.
  const long = size - 5 > 254;
  const head = long ? 4 : 3;
  const padding = size - head - OPUS_SILENCE.length;
  if (padding < TRAILER_BYTES || padding > 254 + 254) throw new RangeError("no such audio frame");
  const lengths = long ? [255, padding - 254] : [padding];
  return filled([OPUS_CODE_3, OPUS_ONE_PADDED, ...lengths, ...OPUS_SILENCE], size, content);
}

/** What a frame of ours says; undefined if it is no frame of the load tester's, or was changed. */
export function contentOf(frame: Uint8Array): FrameContent | undefined {
  const at = frame.length - TRAILER_BYTES;
  if (at < 0) return undefined;
  const view = new DataView(frame.buffer, frame.byteOffset, frame.byteLength);
  if (view.getUint32(at) !== MARK || view.getUint32(at + 8) !== frame.length) return undefined;
  return { number: view.getUint32(at + 4), sentAt: view.getFloat64(at + 12) };
}

function filled(media: ArrayLike<number>, size: number, content: FrameContent): Uint8Array<ArrayBuffer> {
  const frame = new Uint8Array(size).fill(content.number & 0xff);
  frame.set(media);
  const view = new DataView(frame.buffer);
  const at = size - TRAILER_BYTES;
  view.setUint32(at, MARK);
  view.setUint32(at + 4, content.number);
  view.setUint32(at + 8, size);
  view.setFloat64(at + 12, content.sentAt);
  return frame;
}
