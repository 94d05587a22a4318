/** Which layer of a stream is worth receiving for a tile. Pure. */

/** A tile's size in device pixels: CSS pixels times the device pixel ratio. */
export interface TileSize {
  readonly width: number;
  readonly height: number;
}

/** Heights that senders of this many layers are taken to have, lowest first: they do not say their size. */
const heightsOf: Readonly<Record<number, readonly number[]>> = {
  1: [720],
  2: [240, 480],
  3: [180, 360, 720],
  4: [180, 360, 720, 1440],
};
/** How much a picture may be stretched before a larger layer is worth its bits. */
const STRETCH = 1.25;

/** The smallest layer that fills a tile, of a stream that has `layers` of them. */
export function layerFor({ width, height }: TileSize, layers: number): number {
  // Most cameras are 16:9: a wide tile crops it, a narrow one shows it small.
  const wanted = Math.max(height, (width * 9) / 16);
  const heights = heightsOf[layers] ?? [];
  const found = heights.findIndex((available) => available * STRETCH >= wanted);
  return found === -1 ? Math.max(0, layers - 1) : found;
}
