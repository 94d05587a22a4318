import type { BackgroundChange } from "./messages.ts";

/** Puts a person in front of another room, or of the same one out of focus. */
export class BackgroundComposer {
  readonly #change: BackgroundChange;
  readonly #canvas = new OffscreenCanvas(1, 1);
  readonly #context: OffscreenCanvasRenderingContext2D;

  constructor(change: BackgroundChange) {
    const context = this.#canvas.getContext("2d");
    if (context === null) throw new Error("no canvas");
    this.#context = context;
    this.#change = change;
  }

  /**
   * @param mask opaque where the person is
   * @param timestamp of the picture, µs
   */
  compose(picture: ImageBitmap, mask: ImageBitmap, timestamp: number): VideoFrame {
    const { width, height } = picture;
    const [canvas, context] = [this.#canvas, this.#context];
    if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height });
    context.globalCompositeOperation = "copy";
    context.drawImage(mask, 0, 0, width, height);
    context.globalCompositeOperation = "source-in";
    context.drawImage(picture, 0, 0);
    context.globalCompositeOperation = "destination-over";
    const change = this.#change;
    if (change.kind === "blur") {
      context.filter = `blur(${change.radius}px)`;
      context.drawImage(picture, 0, 0);
      context.filter = "none";
    } else {
      const { image } = change;
      // As much of it as fills the picture, from its middle.
      const scale = Math.max(width / image.width, height / image.height);
      const [wide, high] = [image.width * scale, image.height * scale];
      context.drawImage(image, (width - wide) / 2, (height - high) / 2, wide, high);
    }
    return new VideoFrame(canvas, { timestamp, alpha: "discard" });
  }
}
