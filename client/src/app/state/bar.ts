/** The buttons of a call, in the one order they have, and which of them there is room for. */
export const BAR_ORDER = [
  "microphone",
  "camera",
  "share",
  "hand",
  "react",
  "layout",
  "chat",
  "people",
  "more",
  "leave",
] as const;

export type BarSlot = (typeof BAR_ORDER)[number];

/** What gives way first where there is no room; the rest always stays. It is to be found in the menu then. */
const GIVES_WAY: readonly BarSlot[] = ["layout", "react", "share", "people", "hand", "chat"];

/** Pixels a button takes with the gap beside it, and what a split button takes more. */
export const BUTTON = { labelled: 84, plain: 56, narrow: 49, split: 30 };
/** Below this many pixels the bar shows icons only; below the other one no second halves of split buttons. */
const LABELS_FROM = 900;
const SPLIT_FROM = 480;

export interface BarFit {
  /** Words below the icons. */
  readonly labels: boolean;
  /** The ▾ halves of split buttons. */
  readonly split: boolean;
  readonly shown: readonly BarSlot[];
  /** Those that have to be in the menu. */
  readonly inMenu: readonly BarSlot[];
}

/**
 * What fits into a bar.
 * @param present the buttons that there are
 * @param splits those of them with a ▾ half
 * @param width CSS pixels
 */
export function fitBar(present: readonly BarSlot[], splits: readonly BarSlot[], width: number): BarFit {
  const sorted = BAR_ORDER.filter((slot) => present.includes(slot));
  const split = width >= SPLIT_FROM;
  const needs = (slots: readonly BarSlot[], each: number) =>
    slots.reduce((sum, slot) => sum + each + (split && splits.includes(slot) ? BUTTON.split : 0), 0);
  const labels = width >= LABELS_FROM && needs(sorted, BUTTON.labelled) <= width;
  const each = labels ? BUTTON.labelled : width < SPLIT_FROM ? BUTTON.narrow : BUTTON.plain;
  let shown: readonly BarSlot[] = sorted;
  for (const slot of GIVES_WAY) {
    if (needs(shown, each) <= width) break;
    shown = shown.filter((other) => other !== slot);
  }
  return { labels, split, shown, inMenu: sorted.filter((slot) => !shown.includes(slot)) };
}
