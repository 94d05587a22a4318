import type { CallState, Person } from "../../../sdk/index.ts";
import { type ShareView, sharesOf } from "../../state/tiles.ts";

/** A share-screen session as its screen shows it. */
export interface Audience {
  /** Others' shared screens, the one that has been chosen, or else the newest, first. */
  readonly shares: readonly ShareView[];
  /** Whoever shares nothing: oneself is none of them while sharing. */
  readonly watchers: readonly Person[];
  /** Others who watch one's own screen. */
  readonly others: readonly Person[];
  readonly self: Person | undefined;
  /** Others who may share, so that they can be asked. */
  readonly presenters: readonly Person[];
}

/**
 * Who shows and who watches.
 * @param chosen key of the presenter whose screen is wanted large
 * @param order keys of presenters in the order in which they began
 */
export function audienceOf(
  { people }: Pick<CallState, "people">,
  chosen: string | undefined,
  order: readonly string[],
): Audience {
  const place = ({ key }: ShareView) => (key === chosen ? order.length : order.indexOf(key));
  const watchers = people.filter(({ screen }) => !screen.on);
  return {
    shares: sharesOf(people)
      .filter(({ isSelf }) => !isSelf)
      .toSorted((a, b) => place(b) - place(a)),
    watchers,
    others: watchers.filter(({ isSelf }) => !isSelf),
    self: people.find(({ isSelf }) => isSelf),
    presenters: people.filter(({ isSelf, role, screen }) => !isSelf && (role !== "guest" || screen.on)),
  };
}

/** The order in which presenters began, after the people are these. The same object if it stays. */
export function followOrder(before: readonly string[], people: readonly Person[]): readonly string[] {
  const now = people.filter(({ screen }) => screen.on).map(({ key }) => key);
  const kept = before.filter((key) => now.includes(key));
  const after = [...kept, ...now.filter((key) => !kept.includes(key))];
  return after.length === before.length && after.every((key, at) => key === before[at]) ? before : after;
}

/** The presenter after, or before, the one that is large; undefined if there is no other. */
export function stepTo(order: readonly string[], large: string | undefined, by: 1 | -1): string | undefined {
  if (order.length < 2) return undefined;
  const at = order.indexOf(large ?? "");
  return order[(at + by + order.length) % order.length];
}
