import decodeQR from "qr/decode.js";
import { describe, expect, it } from "vitest";
import { qrPath } from "./qrCode.ts";

/** Pixels of one module's side. */
const SCALE = 4;

/** Paints the path as a browser would, black on white. */
function paint({ size, path }: ReturnType<typeof qrPath>) {
  const width = size * SCALE;
  const data = new Uint8Array(width * width * 4).fill(255);
  for (const [, x, y, length] of path.matchAll(/M(\d+) (\d+)h(\d+)v1h-\d+z/g)) {
    for (let row = Number(y) * SCALE; row < (Number(y) + 1) * SCALE; row++) {
      const start = (row * width + Number(x) * SCALE) * 4;
      for (let at = start; at < start + Number(length) * SCALE * 4; at += 4) data.fill(0, at, at + 3);
    }
  }
  return { width, height: width, data };
}

describe("QR code", () => {
  it("holds the whole link, secret included", () => {
    const link = "https://sotto.example/#/r/AQIDBAUGBwgJCgsMDQ4PEBESExQVFhcYGRobHB0eHyA7Wm4";
    expect(decodeQR(paint(qrPath(link)))).toBe(link);
  });

  it("refuses what no code can hold", () => {
    expect(() => qrPath("x".repeat(5_000))).toThrow();
  });
});
