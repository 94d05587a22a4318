/**
 * The order of tiles. It is an order of arrival, and stays one: newcomers go to the end and who leaves makes room.
 * Nobody's speech moves a tile while all fit on one page.
 */
export function followOrder(before: readonly string[], present: readonly string[]): readonly string[] {
  const here = new Set(present);
  const known = new Set(before);
  const staying = before.filter((id) => here.has(id));
  const coming = present.filter((id) => !known.has(id));
  if (coming.length === 0 && staying.length === before.length) return before;
  return [...staying, ...coming];
}

export interface SwapInput {
  readonly order: readonly string[];
  /** How many of the order are on the first page. */
  readonly onScreen: number;
  /** Those who speak, whoever spoke last first. */
  readonly speaking: ReadonlySet<string>;
  readonly lastTurn: ReadonlyMap<string, number>;
  /** Tiles that keep their place: one's own. */
  readonly fixed: ReadonlySet<string>;
}

/**
 * Brings a speaker who is not on the first page onto it, in exchange for whoever there has been silent longest. The two
 * change places; no other tile moves. If all on screen speak, nothing happens.
 */
export function swapIn({ order, onScreen, speaking, lastTurn, fixed }: SwapInput): readonly string[] {
  if (order.length <= onScreen) return order;
  const swapped = [...order];
  const heard = (id: string) => lastTurn.get(id) ?? 0;
  const waiting = order.slice(onScreen).filter((id) => speaking.has(id));
  for (const speaker of waiting.sort((one, other) => heard(other) - heard(one))) {
    const silent = swapped.slice(0, onScreen).filter((id) => !fixed.has(id) && !speaking.has(id));
    // The later of two who never spoke gives way: those who came first are where everybody expects them.
    const [quietest] = silent.reverse().sort((one, other) => heard(one) - heard(other));
    if (quietest === undefined) break;
    const [from, to] = [swapped.indexOf(speaker), swapped.indexOf(quietest)];
    swapped[from] = quietest;
    swapped[to] = speaker;
  }
  return swapped.every((id, at) => id === order[at]) ? order : swapped;
}
