/** How long a frame is made before it is encrypted, so that its size on the wire says less. */
export interface FramePadding {
  /** @returns the length to pad to, more than `length`; undefined if the frame is sent as it is. Bytes */
  lengthFor(length: number): number | undefined;
}

/** Lengths that audio frames grow to, bytes: multiples of this one, from twice as much on. */
const AUDIO_STEP = 64;
/** Lengths of padded video frames differ by an eighth of the frame's size, and by no less than this many bytes. */
const VIDEO_STEP = 256;

/** For who does not want any. */
export const noPadding: FramePadding = { lengthFor: () => undefined };

/**
 * One size for all audio frames of a sender. Where the encoder is known to keep no one size, all are padded from the
 * first on. One with a constant bitrate needs no help; should its lengths vary all the same, all are padded from then
 * on. The length never shrinks again.
 */
export class AudioPadding implements FramePadding {
  #only: number | undefined;
  #padded: number;

  /** @param from bytes that every frame has at least, padding included; 0 to begin without */
  constructor(from = 0) {
    this.#padded = from;
  }

  lengthFor(length: number): number | undefined {
    this.#only ??= length;
    if (length === this.#only && this.#padded === 0) return undefined;
    const longest = Math.max(length, this.#only);
    // There is always a byte of padding.
    if (longest >= this.#padded) {
      this.#padded = Math.max((Math.floor(longest / AUDIO_STEP) + 1) * AUDIO_STEP, 2 * AUDIO_STEP);
    }
    return this.#padded;
  }
}

/** Few sizes for video frames, at the cost of at most an eighth of a large frame. */
export const videoPadding: FramePadding = {
  lengthFor(length) {
    const step = Math.max(VIDEO_STEP, 2 ** (Math.floor(Math.log2(Math.max(1, length))) - 3));
    return (Math.floor(length / step) + 1) * step;
  },
};
