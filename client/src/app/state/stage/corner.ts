import type { Choices } from "../choices.ts";
import type { Point, Size } from "../zoom.ts";

/** Where one's own picture floats. */
export type Corner = Choices["corner"];

const CORNERS: readonly Corner[] = ["bottom end", "top end", "top start", "bottom start"];

/** The next corner round. */
export function nextCorner(corner: Corner): Corner {
  return CORNERS[(CORNERS.indexOf(corner) + 1) % CORNERS.length] ?? "bottom end";
}

/** The corner nearest to where a picture was let go. @param middle of the picture, from the room's start and top */
export function cornerAt(middle: Point, room: Size): Corner {
  const block = middle.y < room.height / 2 ? "top" : "bottom";
  const inline = middle.x < room.width / 2 ? "start" : "end";
  return `${block} ${inline}`;
}

/** Moves a place from the bottom end, for which it was made, to a corner. */
export function placeIn(corner: Corner, room: Size, place: Point & Size): Point {
  const [block, inline] = corner.split(" ");
  const opposite = { x: room.width - place.x - place.width, y: room.height - place.y - place.height };
  return { x: inline === "end" ? place.x : opposite.x, y: block === "bottom" ? place.y : opposite.y };
}
