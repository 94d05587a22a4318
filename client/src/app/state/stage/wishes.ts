import { isShare, type LayoutChoice } from "./layout.ts";

/** What the person wants of the stage in this call. */
export interface StageWishes {
  readonly pinned: string | undefined;
  /** Shares that are to stand among the others. */
  readonly tiled: ReadonlySet<string>;
  readonly stripShown: boolean;
}

export const NO_WISHES: StageWishes = { pinned: undefined, tiled: new Set(), stripShown: true };

/** Makes one large, or ends that. */
export function togglePin(wishes: StageWishes, id: string): StageWishes {
  if (wishes.pinned === id) return { ...wishes, pinned: undefined };
  return { ...wishes, pinned: id, tiled: without(wishes.tiled, id) };
}

/** Puts a share among the others. */
export function tileShare(wishes: StageWishes, id: string): StageWishes {
  const pinned = wishes.pinned === id ? undefined : wishes.pinned;
  return { ...wishes, pinned, tiled: new Set([...wishes.tiled, id]) };
}

/** What the key for layouts does, one step at a time. */
export type LayoutStep =
  | { readonly type: "wishes"; readonly wishes: StageWishes }
  | { readonly type: "choice"; readonly choice: LayoutChoice };

/**
 * From something large to all alike and back: first a pin ends, then a large share goes among the others (and from
 * there becomes large again), else the choice between all alike and the speaker changes.
 */
export function nextLayout(wishes: StageWishes, choice: LayoutChoice, shares: readonly string[]): LayoutStep {
  const { pinned, tiled } = wishes;
  if (pinned !== undefined && !isShare(pinned))
    return { type: "wishes", wishes: { ...wishes, pinned: undefined } };
  if (shares.length > 0) {
    const isLarge = shares.some((id) => !tiled.has(id));
    return {
      type: "wishes",
      wishes: { ...wishes, pinned: undefined, tiled: new Set(isLarge ? shares : []) },
    };
  }
  return { type: "choice", choice: choice === "grid" ? "speaker" : "grid" };
}

function without(ids: ReadonlySet<string>, id: string): ReadonlySet<string> {
  return ids.has(id) ? new Set([...ids].filter((other) => other !== id)) : ids;
}
