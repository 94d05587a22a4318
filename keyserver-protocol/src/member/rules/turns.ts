import type { LeafIndex } from "@sotto/shared/ids";
import type { PathCost } from "../mls/index.ts";

/** Up to this many members every path is short, and who has been here longest acts. */
const SMALL_CALL = 8;

/**
 * Who commits what is needed (joiners, removals), first to last. Turns only spread work; a commit out of turn is as
 * good. `absent` are members not to wait for: they left or are silent.
 *
 * First is who makes this commit and those after it cheapest together: the price of a path is paid once, what it spares
 * is paid by one of all members at each later commit. So a crowd that has just come in is split in halves, quarters and
 * so on by paths, as each next commit comes from where most of the tree is still blank. Should the first not act, those
 * who have committed before come next: they are known to be able to. In small calls it is simply the lowest leaf.
 */
export function commitOrder(costs: readonly PathCost[], absent: ReadonlySet<LeafIndex>): LeafIndex[] {
  const order = byPrice(costs).filter(({ leaf }) => !absent.has(leaf));
  if (costs.length <= SMALL_CALL) return order.map(({ leaf }) => leaf);
  const others = order.slice(1);
  const known = others.filter(({ hasCommitted }) => hasCommitted);
  const fresh = others.filter(({ hasCommitted }) => !hasCommitted);
  return [...order.slice(0, 1), ...known, ...fresh].map(({ leaf }) => leaf);
}

/**
 * Who refreshes the keys: first those whose path spares each later commit one ciphertext or more, in the order of
 * `commitOrder`; then those that never have since they joined; then the leaf after the last committer's, and so on round
 * the tree.
 */
export function rotationOrder(
  costs: readonly PathCost[],
  lastCommitter: LeafIndex | undefined,
  absent: ReadonlySet<LeafIndex>,
): LeafIndex[] {
  const isSparing = ({ spared }: PathCost) => costs.length > SMALL_CALL && spared >= costs.length;
  const present = costs.filter(({ leaf }) => !absent.has(leaf)).sort((a, b) => a.leaf - b.leaf);
  const sparing = byPrice(costs).filter((cost) => isSparing(cost) && !absent.has(cost.leaf));
  const others = present.filter((cost) => !isSparing(cost));
  const fresh = others.filter(({ hasCommitted }) => !hasCommitted);
  const rest = others.filter(({ hasCommitted }) => hasCommitted);
  const after = lastCommitter ?? -1;
  return [
    ...sparing,
    ...fresh,
    ...rest.filter(({ leaf }) => leaf > after),
    ...rest.filter(({ leaf }) => leaf <= after),
  ].map(({ leaf }) => leaf);
}

/** In whole numbers, so that all members sort alike: ciphertexts less the average spared, times all members. */
function byPrice(costs: readonly PathCost[]): PathCost[] {
  const members = costs.length;
  const price = ({ ciphertexts, spared }: PathCost) =>
    members <= SMALL_CALL ? 0 : ciphertexts * members - spared;
  return [...costs].sort((a, b) => price(a) - price(b) || a.leaf - b.leaf);
}
