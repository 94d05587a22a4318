import type { LeafIndex } from "@sotto/shared/ids";

/**
 * Who commits what is needed (joiners, removals): the lowest leaf first. Turns only spread work; a commit out of turn
 * is as good. `absent` are members not to wait for: they left or are silent.
 */
export function admissionOrder(leaves: readonly LeafIndex[], absent: ReadonlySet<LeafIndex>): LeafIndex[] {
  return leaves.filter((leaf) => !absent.has(leaf)).sort((a, b) => a - b);
}

/**
 * Who refreshes the keys: first those that never have since they joined (until then whoever made their key package's
 * tree path blank makes every commit larger), then the leaf after the last committer's, and so on round the tree.
 */
export function rotationOrder(
  members: readonly { readonly leaf: LeafIndex; readonly hasCommitted: boolean }[],
  lastCommitter: LeafIndex | undefined,
  absent: ReadonlySet<LeafIndex>,
): LeafIndex[] {
  const present = members.filter(({ leaf }) => !absent.has(leaf)).sort((a, b) => a.leaf - b.leaf);
  const fresh = present.filter(({ hasCommitted }) => !hasCommitted).map(({ leaf }) => leaf);
  const rest = present.filter(({ hasCommitted }) => hasCommitted).map(({ leaf }) => leaf);
  const after = lastCommitter ?? -1;
  return [...fresh, ...rest.filter((leaf) => leaf > after), ...rest.filter((leaf) => leaf <= after)];
}
