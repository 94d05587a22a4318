import type { Backdrop } from "../state/background.ts";

/** The part of a canvas' context that is painted with. */
type Brush = Pick<
  OffscreenCanvasRenderingContext2D,
  "fillStyle" | "fillRect" | "createLinearGradient" | "beginPath" | "moveTo" | "lineTo" | "arc" | "fill"
>;

/** Size of a backdrop as pictures are sent, pixels. */
const SIZE = { width: 1280, height: 720 };

/** Makes a backdrop in full size. */
export function backdropImage(backdrop: Backdrop): ImageBitmap {
  const canvas = new OffscreenCanvas(SIZE.width, SIZE.height);
  const brush = canvas.getContext("2d");
  if (brush === null) throw new Error("no canvas");
  paintBackdrop(brush, backdrop, SIZE.width, SIZE.height);
  return canvas.transferToImageBitmap();
}

/** Paints a backdrop: quiet in the middle, where the person is. */
export function paintBackdrop(brush: Brush, backdrop: Backdrop, width: number, height: number): void {
  const sky = (...colours: readonly string[]) => {
    const gradient = brush.createLinearGradient(0, 0, 0, height);
    colours.forEach((colour, index) => gradient.addColorStop(index / (colours.length - 1), colour));
    brush.fillStyle = gradient;
    brush.fillRect(0, 0, width, height);
  };
  /** A range of hills: its height and how it swings, as shares of the picture. */
  const range = (colour: string, top: number, swing: number, waves: number, shift: number) => {
    brush.fillStyle = colour;
    brush.beginPath();
    brush.moveTo(0, height);
    for (let step = 0; step <= 64; step++) {
      const x = step / 64;
      const y = top + swing * Math.sin(2 * Math.PI * (waves * x + shift));
      brush.lineTo(x * width, y * height);
    }
    brush.lineTo(width, height);
    brush.fill();
  };
  const disc = (colour: string, x: number, y: number, radius: number) => {
    brush.fillStyle = colour;
    brush.beginPath();
    brush.arc(x * width, y * height, radius * height, 0, 2 * Math.PI);
    brush.fill();
  };
  switch (backdrop) {
    case "hills":
      sky("#cfe3df", "#f1e9d6");
      disc("#fbf3da", 0.78, 0.26, 0.09);
      range("#9cbfb4", 0.58, 0.05, 1.3, 0.1);
      range("#5f948b", 0.7, 0.06, 1.7, 0.55);
      range("#2c6562", 0.84, 0.05, 1.1, 0.3);
      return;
    case "dusk":
      sky("#27364f", "#6d5272", "#d98d6c", "#f3c48f");
      disc("#ffe3b3", 0.22, 0.66, 0.1);
      range("#4a3a52", 0.8, 0.03, 1.6, 0.2);
      range("#2b2738", 0.9, 0.03, 2.1, 0.7);
      return;
    case "paper":
      sky("#f3eee2", "#e0d8c6");
      for (const [shelf, top] of [0.2, 0.46, 0.72].entries()) {
        brush.fillStyle = "#c9bea6";
        brush.fillRect(0.04 * width, top * height, 0.2 * width, 0.014 * height);
        brush.fillRect(0.76 * width, top * height, 0.2 * width, 0.014 * height);
        for (let book = 0; book < 7; book++) {
          const high = 0.09 + 0.05 * ((book * 5 + shelf * 3) % 4) * 0.6;
          brush.fillStyle = ["#12605f", "#b5683c", "#5b4b6f", "#3f5f46", "#8a8371"][(book + shelf) % 5] ?? "";
          brush.fillRect((0.05 + book * 0.024) * width, (top - high) * height, 0.018 * width, high * height);
          brush.fillRect((0.77 + book * 0.024) * width, (top - high) * height, 0.018 * width, high * height);
        }
      }
      return;
    case "water":
      sky("#0f2f38", "#12605f", "#83d3c2");
      range("rgb(255 255 255 / 0.06)", 0.35, 0.04, 1.4, 0.4);
      range("rgb(255 255 255 / 0.08)", 0.55, 0.04, 1.8, 0.1);
      range("rgb(255 255 255 / 0.1)", 0.75, 0.03, 2.2, 0.6);
      return;
  }
}
