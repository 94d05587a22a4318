/** Where something is drawn, pixels. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Between pictures, pixels. */
const GAP = 8;
/** Part of the width that a share leaves for people. */
const STRIP = 0.2;
/** More people than this are not to be told apart beside a share. */
const MOST_BESIDE = 4;
/** And on the whole picture. */
const MOST_TILES = 25;

/**
 * Where the pictures of a recording are: a share large with people beside it, else people in a grid. People who have no
 * place are heard only.
 */
export function recordingLayout(
  people: number,
  hasShare: boolean,
  { width, height }: { readonly width: number; readonly height: number },
): { readonly share?: Box; readonly people: readonly Box[] } {
  if (!hasShare) {
    const shown = Math.min(people, MOST_TILES);
    const columns = Math.max(1, Math.ceil(Math.sqrt(shown)));
    return { people: grid(shown, columns, { x: 0, y: 0, width, height }) };
  }
  const shown = Math.min(people, MOST_BESIDE);
  if (shown === 0) return { share: { x: 0, y: 0, width, height }, people: [] };
  const strip = Math.round(width * STRIP);
  const share = { x: 0, y: 0, width: width - strip - GAP, height };
  const tile = Math.round((strip * 9) / 16);
  const boxes = Array.from({ length: shown }, (_, at) => ({
    x: width - strip,
    y: at * (tile + GAP),
    width: strip,
    height: tile,
  }));
  return { share, people: boxes };
}

function grid(count: number, columns: number, area: Box): Box[] {
  const rows = Math.max(1, Math.ceil(count / columns));
  const width = (area.width - GAP * (columns - 1)) / columns;
  const height = (area.height - GAP * (rows - 1)) / rows;
  return Array.from({ length: count }, (_, at) => {
    const row = Math.floor(at / columns);
    // The last row stands in the middle.
    const inRow = row === rows - 1 ? count - row * columns : columns;
    const from = (area.width - inRow * width - (inRow - 1) * GAP) / 2;
    const x = area.x + from + (at % columns) * (width + GAP);
    return { x, y: area.y + row * (height + GAP), width, height };
  });
}

/** The part of a picture that fills a box, or the part of the box that a whole picture takes. */
export function fitted(picture: { width: number; height: number }, box: Box, whole: boolean): Box {
  const scales = [box.width / picture.width, box.height / picture.height] as const;
  const scale = whole ? Math.min(...scales) : Math.max(...scales);
  const [width, height] = [picture.width * scale, picture.height * scale];
  return { x: box.x + (box.width - width) / 2, y: box.y + (box.height - height) / 2, width, height };
}
