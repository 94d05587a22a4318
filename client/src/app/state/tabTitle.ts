/** What the tab says of a call, shortest first: tabs are narrow. */
export interface TabState {
  readonly phase: "waiting" | "inCall";
  readonly muted: boolean;
  readonly sharing: boolean;
  readonly away: boolean;
  /** Persons in the call, oneself included. */
  readonly count: number;
}

/** The words that stand in a tab's title, gravest first; the catalog has them. */
export type TabWord = "away" | "sharing" | "muted" | "waiting" | "inCall";

/** The word that matters most, and how many are there. */
export function tabTitle({ phase, muted, sharing, away, count }: TabState): {
  readonly word: TabWord;
  readonly count: number;
} {
  if (away) return { word: "away", count };
  if (phase === "waiting") return { word: "waiting", count };
  if (sharing) return { word: "sharing", count };
  return { word: muted ? "muted" : "inCall", count };
}
