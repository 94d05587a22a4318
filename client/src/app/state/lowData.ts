import type { TileSize } from "../../sdk/index.ts";

/** The largest picture that is asked for of anybody's camera where data is dear, device pixels. */
const SMALL: TileSize = { width: 320, height: 180 };

/** The size that a picture is asked for where data is dear. A shared screen stays: it is there to be read. */
export function thriftySize(source: "camera" | "screen", size: TileSize): TileSize {
  if (source === "screen") return size;
  return { width: Math.min(size.width, SMALL.width), height: Math.min(size.height, SMALL.height) };
}
