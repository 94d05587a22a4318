import type { Source } from "../streams.ts";
import type { TileSize } from "./layers.ts";

/** What is on screen, so that nothing else is received. */
export interface ViewFacet {
  /**
   * Says how large a person's picture is on screen, in CSS pixels times the device pixel ratio; null if it is not.
   * Before the first word everything is received at full size; after it, only what was said to be on screen.
   */
  show(participantKey: string, source: "camera" | "screen", size: TileSize | null): void;
}

/** How long something may be off screen before it is taken to be, ms: pages redraw by taking away and putting back. */
const SETTLE_MS = 150;

/** Keeps what is on screen; outlives connections. */
export class View implements ViewFacet {
  readonly #tiles = new Map<string, TileSize | null>();
  readonly #changed: () => void;
  #isUsed = false;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** @param changed is called soon after something else is on screen, once for many changes */
  constructor(changed: () => void) {
    this.#changed = changed;
  }

  show(participantKey: string, source: "camera" | "screen", size: TileSize | null): void {
    const id = idOf(participantKey, source);
    const before = this.#tiles.get(id);
    if (
      before === size ||
      (before?.width === size?.width && before?.height === size?.height && before !== undefined)
    )
      return;
    this.#tiles.set(id, size);
    this.#isUsed = true;
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.#changed();
    }, SETTLE_MS);
  }

  /** The tile of a picture: null if off screen, undefined if nothing was said of it. */
  readonly tileOf = (participantKey: string, source: Source): TileSize | null | undefined => {
    const tile = this.#tiles.get(idOf(participantKey, source));
    return tile === undefined && this.#isUsed ? null : tile;
  };

  /** Forgets who is not there any more. */
  keepOnly(participantKeys: ReadonlySet<string>): void {
    for (const id of [...this.#tiles.keys()]) {
      if (!participantKeys.has(id.slice(id.indexOf(" ") + 1))) this.#tiles.delete(id);
    }
  }

  close(): void {
    clearTimeout(this.#timer);
  }
}

function idOf(participantKey: string, source: Source): string {
  return `${source} ${participantKey}`;
}
