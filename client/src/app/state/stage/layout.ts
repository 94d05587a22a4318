/** What is large, what is small, and what floats: decided from the call, the person's choices and nothing else. */

/** What the person chose for calls in which nothing is shared and nothing pinned. */
export type LayoutChoice = "grid" | "speaker";

export interface LayoutInput {
  /** Person tiles in their order, oneself included if shown. */
  readonly tiles: readonly string[];
  /** One's own tile, if it is shown. */
  readonly self: string | undefined;
  /** Others' shared screens, the newest last. */
  readonly shares: readonly string[];
  /** Shares that the person wants among the tiles and not large. */
  readonly tiled: ReadonlySet<string>;
  readonly choice: LayoutChoice;
  /** A tile or share that the person made large. */
  readonly pinned: string | undefined;
  /** Who holds the speaker's place. */
  readonly speaker: string | undefined;
}

export interface Layout {
  /** `grid` all alike; `pair` one other fills the room; `focus` one is large and the rest stand beside it. */
  readonly name: "grid" | "pair" | "focus";
  readonly main: string | undefined;
  /** Everything else in order: the grid, or the strip beside the main one. Shares come first. */
  readonly rest: readonly string[];
  /** One's own tile, in a corner over the others. */
  readonly floating: string | undefined;
}

/** Decides what is large, what is beside it, and what floats. */
export function layoutOf(input: LayoutInput): Layout {
  const { tiles, self, shares, tiled } = input;
  const main = mainOf(input);
  const others = tiles.filter((id) => id !== self);
  if (main === undefined) {
    const rest = [...shares.filter((id) => tiled.has(id)), ...tiles];
    const isPair = others.length === 1 && self !== undefined && rest.length === 2;
    if (!isPair) return { name: "grid", main: undefined, rest, floating: undefined };
    return { name: "pair", main: others[0], rest: [], floating: self };
  }
  const rest = [...shares, ...tiles].filter((id) => id !== main);
  // A strip for oneself alone would cost the picture more than it shows.
  if (rest.length === 1 && rest[0] === self)
    return { name: isShare(main) ? "focus" : "pair", main, rest: [], floating: self };
  return { name: "focus", main, rest, floating: undefined };
}

function mainOf({ tiles, self, shares, tiled, choice, pinned, speaker }: LayoutInput): string | undefined {
  if (pinned !== undefined && (tiles.includes(pinned) || shares.includes(pinned))) return pinned;
  const share = shares.filter((id) => !tiled.has(id)).at(-1);
  if (share !== undefined) return share;
  if (choice === "grid") return undefined;
  const others = tiles.filter((id) => id !== self);
  return others.find((id) => id === speaker) ?? others[0];
}

const SHARE = "screen:";

/** The id of somebody's shared screen among the tiles, whose ids are participants' keys. */
export function shareIdOf(participantKey: string): string {
  return SHARE + participantKey;
}

/** Whether an id is a shared screen's. */
export function isShare(id: string): boolean {
  return id.startsWith(SHARE);
}

/** Whether the large one is a shared screen. */
export function showsShare({ main }: Layout): boolean {
  return main !== undefined && isShare(main);
}
