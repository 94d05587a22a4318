import { pageOf, tileGrid } from "../tileGrid.ts";
import type { Layout } from "./layout.ts";

/** A rectangle in CSS pixels, measured from the stage's start and top. */
export interface Place {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly role: "main" | "tile" | "floating";
}

export interface Room {
  readonly width: number;
  readonly height: number;
}

export interface StagePlaces {
  readonly places: ReadonlyMap<string, Place>;
  readonly page: number;
  readonly pages: number;
  /** How many of the rest are on one page. */
  readonly perPage: number;
  /** Where arrows and page number of the rest go: below all, or below the strip. */
  readonly pager: { readonly x: number; readonly y: number; readonly width: number } | undefined;
}

/** Pixels between tiles. */
export const GAP = 8;
/** Height of the line with the arrows. */
export const PAGER_HEIGHT = 44;
/** Pictures beside a large one are as wide as this, within bounds: enough to see who laughs. */
const STRIP = { share: 0.17, narrowest: 132, widest: 300 };
/** Tiles of a strip have a camera's shape; below a large one they are narrower if else there were not three. */
const STRIP_SHAPE = 16 / 10;
/** Rooms at least this much wider than high have the strip at the side. */
const SIDE_FROM = 1.15;

/** Places everything that is on the page wanted. Whatever has no place is not on screen. */
export function placeStage(layout: Layout, room: Room, page: number, stripShown: boolean): StagePlaces {
  const { main, rest, floating } = layout;
  if (main === undefined) return placeGrid(rest, room, page);
  const places = new Map<string, Place>();
  if (rest.length === 0 || !stripShown) {
    places.set(main, { x: 0, y: 0, ...room, role: "main" });
    if (floating !== undefined && stripShown) places.set(floating, floatingPlace(room));
    return { places, page: 0, pages: 1, perPage: 0, pager: undefined };
  }
  return placeFocus(main, rest, room, page);
}

function placeGrid(ids: readonly string[], room: Room, wanted: number): StagePlaces {
  const isWhole = tileGrid(ids.length, room.width, room.height, GAP).perPage >= ids.length;
  const height = isWhole ? room.height : room.height - PAGER_HEIGHT;
  const grid = tileGrid(ids.length, room.width, height, GAP);
  const { items, page, pages } = pageOf(ids, grid.perPage, wanted);
  const rows = Math.ceil(items.length / grid.columns);
  const top = Math.max(0, (height - rows * (grid.tileHeight + GAP) + GAP) / 2);
  const places = new Map<string, Place>();
  items.forEach((id, index) => {
    const row = Math.floor(index / grid.columns);
    // A last row that is not full stays in the middle.
    const inRow = Math.min(grid.columns, items.length - row * grid.columns);
    const start = (room.width - inRow * (grid.tileWidth + GAP) + GAP) / 2;
    places.set(id, {
      x: Math.round(start + (index % grid.columns) * (grid.tileWidth + GAP)),
      y: Math.round(top + row * (grid.tileHeight + GAP)),
      width: grid.tileWidth,
      height: grid.tileHeight,
      role: "tile",
    });
  });
  const pager = pages > 1 ? { x: 0, y: height, width: room.width } : undefined;
  return { places, page, pages, perPage: grid.perPage, pager };
}

function placeFocus(main: string, rest: readonly string[], room: Room, wanted: number): StagePlaces {
  const isSide = room.width > room.height * SIDE_FROM;
  const wish = (isSide ? room.width : room.height) * STRIP.share;
  const thickness = Math.round(
    Math.min(Math.max(wish, isSide ? STRIP.narrowest : STRIP.narrowest / STRIP_SHAPE), STRIP.widest),
  );
  const tile = isSide
    ? { width: thickness, height: Math.round(thickness / STRIP_SHAPE) }
    : { width: Math.floor(Math.min(thickness * STRIP_SHAPE, (room.width - 2 * GAP) / 3)), height: thickness };
  const along = isSide ? room.height : room.width;
  const step = (isSide ? tile.height : tile.width) + GAP;
  const fitting = Math.max(1, Math.floor((along + GAP) / step));
  const isPaged = fitting < rest.length;
  const pagerHeight = isPaged ? PAGER_HEIGHT : 0;
  const perPage = isPaged && isSide ? Math.max(1, Math.floor((along - pagerHeight + GAP) / step)) : fitting;
  const { items, page, pages } = pageOf(rest, perPage, wanted);

  const mainPlace = isSide
    ? { x: 0, y: 0, width: room.width - thickness - GAP, height: room.height }
    : { x: 0, y: 0, width: room.width, height: room.height - thickness - GAP - pagerHeight };
  const places = new Map<string, Place>([[main, { ...mainPlace, role: "main" }]]);
  const used = items.length * step - GAP;
  // Beside a share they begin at the top; below it they stand in the middle.
  const start = isSide ? 0 : Math.max(0, (along - used) / 2);
  items.forEach((id, index) => {
    const at = Math.round(start + index * step);
    const corner = isSide ? { x: mainPlace.width + GAP, y: at } : { x: at, y: mainPlace.height + GAP };
    places.set(id, { ...corner, ...tile, role: "tile" });
  });
  const pager = !isPaged
    ? undefined
    : isSide
      ? { x: mainPlace.width + GAP, y: room.height - PAGER_HEIGHT, width: thickness }
      : { x: 0, y: room.height - PAGER_HEIGHT, width: room.width };
  return { places, page, pages, perPage, pager };
}

/** A corner's worth of the room. The person may drag it to another corner. */
function floatingPlace(room: Room): Place {
  const isUpright = room.height > room.width;
  const width = Math.round(Math.min(Math.max(room.width * (isUpright ? 0.28 : 0.2), 96), 280));
  const height = Math.round(isUpright ? width * 1.33 : width / STRIP_SHAPE);
  const inset = 12;
  return {
    x: Math.max(0, room.width - width - inset),
    y: Math.max(0, room.height - height - inset),
    width,
    height,
    role: "floating",
  };
}
