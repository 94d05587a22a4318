import type { Person } from "../../../sdk/index.ts";
import { isShare, shareIdOf } from "./layout.ts";
import { followOrder, swapIn } from "./order.ts";
import { followSpeakers, NOBODY_SPOKE, type Speakers } from "./speakers.ts";

/** What the stage remembers from one moment of a call to the next. */
export interface StageMemory {
  readonly speakers: Speakers;
  /** All persons' tiles, in their order. */
  readonly order: readonly string[];
  /** Others' shared screens, the newest last. */
  readonly shares: readonly string[];
}

export const EMPTY_STAGE: StageMemory = { speakers: NOBODY_SPOKE, order: [], shares: [] };

/** Follows the people of a call. Gives the same object back if nothing has changed. */
export function followStage(before: StageMemory, people: readonly Person[]): StageMemory {
  const sharing = people.filter(({ isSelf, screen }) => !isSelf && screen.on);
  const speakers = followSpeakers(before.speakers, people);
  const order = followOrder(
    before.order,
    people.map(({ key }) => key),
  );
  const shares = followOrder(
    before.shares,
    sharing.map(({ key }) => shareIdOf(key)),
  );
  if (speakers === before.speakers && order === before.order && shares === before.shares) return before;
  return { speakers, order, shares };
}

/**
 * Brings speakers who are on another page onto the first one, each in exchange for one who is silent.
 * @param rest what the pages are made of
 * @param onScreen how many of it are on the first page
 * @param self one's own tile, which keeps its place
 */
export function bringSpeakersIn(
  memory: StageMemory,
  rest: readonly string[],
  onScreen: number,
  self: string | undefined,
): StageMemory {
  const { speaking, lastTurn } = memory.speakers;
  const fixed = new Set(rest.filter((id) => isShare(id) || id === self));
  const swapped = swapIn({ order: rest, onScreen, speaking, lastTurn, fixed });
  if (swapped === rest) return memory;
  const exchange = new Map(rest.map((id, at) => [id, swapped[at] ?? id]));
  return { ...memory, order: memory.order.map((id) => exchange.get(id) ?? id) };
}
