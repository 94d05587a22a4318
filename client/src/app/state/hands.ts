import type { Person } from "../../sdk/index.ts";

/** Raised hands, the longest first: a place in the queue for each participant's key. */
export function handQueue(people: readonly Person[]): ReadonlyMap<string, number> {
  const raised = people
    .filter(({ handSince }) => handSince > 0)
    .toSorted((a, b) => a.handSince - b.handSince || a.leaf - b.leaf);
  return new Map(raised.map(({ key }, index) => [key, index + 1]));
}

/** How long somebody speaks before a raised hand is taken for heard, ms. */
export const SPEAKING_LOWERS_MS = 2_000;

/** Reactions that are offered: those that everybody knows. */
export const REACTIONS = ["👍", "👏", "❤️", "😂", "😮", "🎉", "🤔", "👎"] as const;

/** What can be drawn of a reaction that came in: its first grapheme, if that is an emoji. */
export function drawable(emoji: string): string | undefined {
  const [first] = new Intl.Segmenter(undefined, { granularity: "grapheme" }).segment(emoji);
  if (first === undefined || !/\p{Extended_Pictographic}|\p{Regional_Indicator}/u.test(first.segment))
    return undefined;
  return first.segment;
}
