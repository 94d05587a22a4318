/** Decides what is received of everybody's pictures. Pure. */
import type { Source } from "../streams.ts";
import type { TileSize } from "./layers.ts";

/** One received picture. */
export interface Candidate {
  /** Of the stream, unique. */
  readonly id: string;
  readonly source: Source;
  /** Size of its tile; null if it is not on screen; undefined if nobody has said. */
  readonly tile: TileSize | null | undefined;
  /** When its sender was last heard to speak, ms of any clock that goes forward; -Infinity for never. */
  readonly spokeAt: number;
}

/** What is to come of a stream: nothing, or enough for a tile of this size. */
export type Share = "paused" | TileSize;

/** As much as there is. */
export const FULL: TileSize = { width: Infinity, height: Infinity };

/** Pictures that are received at one time: about as many as a screen shows and a laptop decodes. */
export const MAX_PICTURES = 25;

/**
 * Gives every picture its share. Where nobody has said what is on screen, all are taken to be. Of more than
 * {@link MAX_PICTURES}, screens come first, then who spoke last, then the larger tiles.
 */
export function arrange(candidates: readonly Candidate[]): ReadonlyMap<string, Share> {
  const isManaged = candidates.some(({ tile }) => tile !== undefined);
  const shares = new Map<string, Share>(candidates.map(({ id }) => [id, "paused"]));
  const visible = candidates
    .map((candidate) => ({
      ...candidate,
      tile: candidate.tile === undefined && !isManaged ? FULL : candidate.tile,
    }))
    .filter((candidate): candidate is Candidate & { tile: TileSize } => isShown(candidate.tile))
    .sort(
      (one, other) =>
        Number(other.source === "screen") - Number(one.source === "screen") ||
        compare(other.spokeAt, one.spokeAt) ||
        compare(area(other.tile), area(one.tile)),
    );
  for (const { id, tile } of visible.slice(0, MAX_PICTURES)) shares.set(id, tile);
  return shares;
}

function isShown(tile: TileSize | null | undefined): tile is TileSize {
  return tile !== null && tile !== undefined && tile.width > 0 && tile.height > 0;
}

function area({ width, height }: TileSize): number {
  return width * height;
}

/** Also for infinities, whose difference is no number. */
function compare(one: number, other: number): number {
  return one === other ? 0 : one < other ? -1 : 1;
}
