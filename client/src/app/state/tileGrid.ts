/** A grid of equal tiles in pixels. */
export interface TileGrid {
  readonly columns: number;
  readonly rows: number;
  readonly tileWidth: number;
  readonly tileHeight: number;
  /** How many tiles fit on one page; the rest is on further pages. */
  readonly perPage: number;
}

/** Most tiles on one page: more faces than this are nobody's, but on a screen that fills a desk. */
const MOST_PER_PAGE = 25;
const MOST_ON_LARGE_SCREENS = 49;
const LARGE_SCREEN = { width: 1900, height: 900 };
/** Columns that a room of some width has at most (pixels). */
const COLUMNS: readonly (readonly [width: number, columns: number])[] = [
  [1900, 7],
  [1500, 6],
  [1100, 5],
  [960, 4],
  [700, 3],
  [0, 2],
];
/** Below this a tile shows neither a face nor a name (pixels). */
const SMALLEST_TILE = { width: 88, height: 80 };
/** Widest tile (width / height): a little more than a camera's 16 : 9, so that two by two fill a screen. */
const WIDEST = 1.9;
/** Narrowest tile: beyond it a camera picture would be cut to a strip. Phones held upright may cut more. */
const NARROWEST = { landscape: 1.15, portrait: 0.65 };

/**
 * The grid that makes `count` tiles as large as they can be in `width` × `height` pixels, with `gap` between them.
 * Depends on nothing but its arguments: nobody's speech moves a tile.
 */
export function tileGrid(count: number, width: number, height: number, gap: number): TileGrid {
  let shown = Math.min(Math.max(count, 1), mostPerPage(width, height));
  let grid = bestGrid(shown, width, height, gap);
  while (shown > 1 && (grid.tileWidth < SMALLEST_TILE.width || grid.tileHeight < SMALLEST_TILE.height)) {
    shown -= 1;
    grid = bestGrid(shown, width, height, gap);
  }
  // With more to come than one page holds, no place of it stays empty.
  const perPage = shown < count ? Math.max(shown, wholeRows(grid, width, height)) : shown;
  return { ...grid, perPage };
}

function mostPerPage(width: number, height: number): number {
  const isLarge = width >= LARGE_SCREEN.width && height >= LARGE_SCREEN.height;
  return isLarge ? MOST_ON_LARGE_SCREENS : MOST_PER_PAGE;
}

function wholeRows(grid: Omit<TileGrid, "perPage">, width: number, height: number): number {
  return Math.min(grid.columns * grid.rows, mostPerPage(width, height));
}

function mostColumns(width: number): number {
  return COLUMNS.find(([from]) => width >= from)?.[1] ?? 1;
}

function bestGrid(count: number, width: number, height: number, gap: number): Omit<TileGrid, "perPage"> {
  const narrowest = width > height ? NARROWEST.landscape : NARROWEST.portrait;
  const most = Math.min(count, mostColumns(width));
  let best = { columns: 1, rows: count, tileWidth: 0, tileHeight: 0 };
  for (let columns = 1; columns <= most; columns++) {
    const rows = Math.ceil(count / columns);
    const cellWidth = Math.max(0, (width - gap * (columns - 1)) / columns);
    const cellHeight = Math.max(0, (height - gap * (rows - 1)) / rows);
    const tileWidth = Math.floor(Math.min(cellWidth, cellHeight * WIDEST));
    const tileHeight = Math.floor(Math.min(cellHeight, cellWidth / narrowest));
    if (tileWidth * tileHeight > best.tileWidth * best.tileHeight)
      best = { columns, rows, tileWidth, tileHeight };
  }
  return best;
}

/** What one page shows. */
export interface Page<T> {
  readonly items: readonly T[];
  /** Counted from 0; brought back into range when people have left. */
  readonly page: number;
  readonly pages: number;
}

/** Cuts a list into pages in its own order. */
export function pageOf<T>(items: readonly T[], perPage: number, page: number): Page<T> {
  const size = Math.max(1, perPage);
  const pages = Math.max(1, Math.ceil(items.length / size));
  const shown = Math.min(Math.max(page, 0), pages - 1);
  return { items: items.slice(shown * size, (shown + 1) * size), page: shown, pages };
}
