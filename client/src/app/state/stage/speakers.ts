import type { Person } from "../../../sdk/index.ts";

/** Who spoke when, in turns: a turn begins when somebody begins to speak. */
export interface Speakers {
  readonly turn: number;
  /** The turn in which somebody was last heard; those who never spoke are not in it. */
  readonly lastTurn: ReadonlyMap<string, number>;
  /** Who is speaking now. */
  readonly speaking: ReadonlySet<string>;
  /** Whom the speaker's place belongs to: it stays until somebody else speaks. Never oneself. */
  readonly active: string | undefined;
}

export const NOBODY_SPOKE: Speakers = {
  turn: 0,
  lastTurn: new Map(),
  speaking: new Set(),
  active: undefined,
};

/** Follows who speaks. Gives the same object back if nothing has changed. */
export function followSpeakers(before: Speakers, people: readonly Person[]): Speakers {
  const speaking = new Set(people.filter((person) => person.speaking).map(({ key }) => key));
  const others = new Set(people.filter(({ isSelf }) => !isSelf).map(({ key }) => key));
  const begun = [...speaking].filter((key) => !before.speaking.has(key));
  const stays = before.active !== undefined && others.has(before.active);
  if (begun.length === 0 && speaking.size === before.speaking.size && stays === (before.active !== undefined))
    return before;

  const lastTurn = new Map(before.lastTurn);
  let { turn } = before;
  for (const key of begun) lastTurn.set(key, ++turn);
  const active = stays ? before.active : undefined;
  return { turn, lastTurn, speaking, active: nextActive(active, speaking, others, lastTurn) };
}

/** Whoever holds the place keeps it while speaking, and while nobody else does. */
function nextActive(
  active: string | undefined,
  speaking: ReadonlySet<string>,
  others: ReadonlySet<string>,
  lastTurn: ReadonlyMap<string, number>,
): string | undefined {
  if (active !== undefined && speaking.has(active)) return active;
  const candidates = [...speaking].filter((key) => others.has(key));
  return candidates.sort((one, other) => (lastTurn.get(other) ?? 0) - (lastTurn.get(one) ?? 0))[0] ?? active;
}
