import type { Mark, Spot } from "./marks.ts";

/** Somebody's pointer. */
export interface Pointer {
  readonly from: string;
  readonly leaf: number;
  readonly at: Spot;
  /** When it last moved, ms. */
  readonly since: number;
}

/** A line somebody draws or has drawn. */
export interface Line {
  readonly from: string;
  readonly leaf: number;
  readonly line: number;
  readonly spots: readonly Spot[];
  /** When it last grew, ms. */
  readonly since: number;
}

/** Everything that lies over the shared pictures. Immutable; the oldest first. */
export interface Ink {
  readonly pointers: readonly Pointer[];
  readonly lines: readonly Line[];
}

export const NO_INK: Ink = { pointers: [], lines: [] };

/** A pointer that does not move any more is taken away after this long, ms. */
export const POINTER_MS = 4_000;
/** A line is taken away this long after it last grew, ms: long enough to talk about it. */
export const LINE_MS = 15_000;
/** More pointers at once tell nobody anything. */
const MOST_POINTERS = 24;
/** Of everybody, and of one person; the oldest give way. */
const MOST_LINES = 200;
const MOST_LINES_EACH = 30;
/** A line that is longer goes on as another one, so that one message cannot make it endless. */
const MOST_SPOTS_EACH = 1_200;

/**
 * The ink after somebody's mark.
 * @param from the participant's key, as the members' keys prove
 * @param ofPresenter whether the picture is the sender's own
 * @param now ms, of any clock that {@link fade} is given too
 */
export function followMark(ink: Ink, from: string, mark: Mark, ofPresenter: boolean, now: number): Ink {
  const { leaf } = mark;
  const others = ink.pointers.filter((pointer) => pointer.from !== from);
  switch (mark.kind) {
    case "pointer":
      return { ...ink, pointers: [...others, { from, leaf, at: mark.at, since: now }].slice(-MOST_POINTERS) };
    case "away":
      return others.length === ink.pointers.length ? ink : { ...ink, pointers: others };
    case "clear": {
      const stays = (line: Line) => line.leaf !== leaf || (!ofPresenter && line.from !== from);
      return { ...ink, lines: ink.lines.filter(stays) };
    }
    case "line":
      return { ...ink, lines: grown(ink.lines, { ...mark, from, since: now }) };
  }
}

/** The ink without what has been there long enough, and without whoever has gone. The same object if nothing changes. */
export function fade(ink: Ink, now: number, isThere: (from: string) => boolean): Ink {
  const pointers = ink.pointers.filter(({ from, since }) => now - since < POINTER_MS && isThere(from));
  const lines = ink.lines.filter(({ since }) => now - since < LINE_MS);
  const isSame = pointers.length === ink.pointers.length && lines.length === ink.lines.length;
  return isSame ? ink : { pointers, lines };
}

function grown(lines: readonly Line[], { from, leaf, line, spots, since }: Line): readonly Line[] {
  const isIt = (other: Line) => other.from === from && other.leaf === leaf && other.line === line;
  const before = lines.find(isIt);
  if (before !== undefined) {
    if (before.spots.length + spots.length > MOST_SPOTS_EACH) return lines;
    return lines.map((other) =>
      isIt(other) ? { ...other, spots: [...other.spots, ...spots], since } : other,
    );
  }
  const own = lines.filter((other) => other.from === from);
  const tooMany = own.length >= MOST_LINES_EACH ? own[0] : lines.length >= MOST_LINES ? lines[0] : undefined;
  return [...lines.filter((other) => other !== tooMany), { from, leaf, line, spots, since }];
}
