import { asLeafIndex, type LeafIndex } from "@sotto/shared/ids";
import type { MlsGroup } from "./group.ts";

type RatchetTree = MlsGroup["state"]["ratchetTree"];

/** What a commit with a path (RFC 9420 §7.4) by one member would cost, and what it would spare the commits after it. */
export interface PathCost {
  readonly leaf: LeafIndex;
  /** Ciphertexts in the path: all resolutions of the copath together. */
  readonly ciphertexts: number;
  /**
   * Ciphertexts spared if everybody else committed once: for each node below the root that the path fills, as many as
   * its resolution is longer than one, times the members on the other side of its parent.
   */
  readonly spared: number;
  /** Whether the leaf was ever part of a path: until then its keys are the ones it joined with. */
  readonly hasCommitted: boolean;
}

/** Number of leaves in the resolution of a subtree (RFC 9420 §4.1.1), and of members in it. */
interface Subtree {
  readonly resolution: number;
  readonly members: number;
}

/**
 * Costs of a commit by each member that is not in `removed`, in order of leaves, when `removed` go by the same commit.
 * Joiners of the same commit change nothing in it: they get their secrets by the Welcome. A function of the tree alone.
 */
export function pathCosts(group: MlsGroup, removed: ReadonlySet<LeafIndex>): PathCost[] {
  const tree = group.state.ratchetTree;
  const costs: PathCost[] = [];
  if (tree.length === 0) return costs;
  const blanked = blankedBy(tree.length, removed);
  const subtrees = new Array<Subtree>(tree.length);
  const rootIndex = (tree.length - 1) / 2;
  measure(rootIndex);
  descend(rootIndex, 0, 0);
  return costs;

  function measure(node: number): Subtree {
    const subtree = isLeaf(node) ? leafSubtree(tree, node, blanked) : parentSubtree(node);
    subtrees[node] = subtree;
    return subtree;
  }

  function parentSubtree(node: number): Subtree {
    const [one, other] = [measure(left(node)), measure(right(node))];
    const members = one.members + other.members;
    const content = blanked.has(node) ? undefined : tree[node];
    if (content?.nodeType !== "parent") return { members, resolution: one.resolution + other.resolution };
    return { members, resolution: 1 + content.parent.unmergedLeaves.length };
  }

  function descend(node: number, ciphertexts: number, spared: number): void {
    if (subtrees[node]?.members === 0) return;
    if (isLeaf(node)) {
      const content = tree[node];
      if (content?.nodeType !== "leaf") return;
      const hasCommitted = content.leaf.leafNodeSource !== "key_package";
      costs.push({ leaf: asLeafIndex(node / 2), ciphertexts, spared, hasCommitted });
      return;
    }
    for (const [child, sibling] of [
      [left(node), right(node)],
      [right(node), left(node)],
    ] as const) {
      const [inside, beside] = [subtrees[child], subtrees[sibling]];
      if (inside === undefined || beside === undefined) continue;
      const excess = Math.max(0, inside.resolution - 1);
      descend(child, ciphertexts + beside.resolution, spared + excess * beside.members);
    }
  }
}

function leafSubtree(tree: RatchetTree, node: number, blanked: ReadonlySet<number>): Subtree {
  const members = tree[node] === undefined || blanked.has(node) ? 0 : 1;
  return { members, resolution: members };
}

/** Nodes that removals blank: the leaves and their direct paths (RFC 9420 §12.1.3). */
function blankedBy(width: number, removed: ReadonlySet<LeafIndex>): ReadonlySet<number> {
  const blanked = new Set<number>();
  for (const leaf of removed) {
    let node = leaf * 2;
    if (node >= width) continue;
    blanked.add(node);
    while (node !== (width - 1) / 2) {
      node = parent(node);
      blanked.add(node);
    }
  }
  return blanked;
}

// Arithmetic of RFC 9420 Appendix C, for a tree whose width is a power of two.

function isLeaf(node: number): boolean {
  return node % 2 === 0;
}

function level(node: number): number {
  return 31 - Math.clz32(~node & (node + 1));
}

function left(node: number): number {
  return node ^ (1 << (level(node) - 1));
}

function right(node: number): number {
  return node ^ (3 << (level(node) - 1));
}

function parent(node: number): number {
  const bit = 1 << level(node);
  return (node | bit) & ~(bit << 1);
}
