import encodeQR from "qr";

/** A QR code as an SVG path on a grid of `size` by `size`, the quiet zone of four around it included. */
export interface QrPath {
  readonly size: number;
  readonly path: string;
}

/** The quiet zone that the standard asks for, in modules. */
const QUIET = 4;

/** Draws a text as a QR code. Nothing leaves the device. Throws for a text longer than a code can hold. */
export function qrPath(text: string): QrPath {
  const rows = encodeQR(text, "raw", { ecc: "medium", border: QUIET });
  const path = rows.flatMap((row, y) => runs(row).map(([x, length]) => `M${x} ${y}h${length}v1h-${length}z`));
  return { size: rows.length, path: path.join("") };
}

/** Where the dark modules of a row begin, and how many stand together. */
function runs(row: readonly boolean[]): readonly (readonly [start: number, length: number])[] {
  const found: (readonly [number, number])[] = [];
  for (let x = 0; x < row.length;) {
    if (row[x] !== true) {
      x += 1;
      continue;
    }
    const start = x;
    while (row[x] === true) x += 1;
    found.push([start, x - start]);
  }
  return found;
}
