/**
 * Defects of ts-mls 1.6.4 that calls meet. Each could be made at its origin.
 *
 * Joining. It refuses valid trees at join. RFC 9420 §12.4.3.1 asks, for each unmerged leaf of a parent node, that
 * every non-blank node *between* that leaf and the parent lists the leaf too. The library walks past the parent up
 * to the root, and asks that the lists be equal where containing the leaf is what counts. Two joins in one commit
 * into a tree that has been committed to always meet it. Fixed by its authors for version 2.
 *
 * Being removed. A member looks for itself in the tree after all proposals, so it does not see its own removal when
 * the same commit gives its leaf to a joiner; then it tries to read a path that is not for it, and fails.
 */
export default {
  package: "ts-mls",
  version: "1.6.4",
  edits: [
    {
      file: "dist/src/clientState.js",
      find: `                for (const parentIdx of dp) {
                    const dpNode = tree[parentIdx];
                    if (dpNode !== undefined) {
                        if (dpNode.nodeType !== "parent")
                            return new InternalError("Expected parent node");
                        if (!arraysEqual(dpNode.parent.unmergedLeaves, n.parent.unmergedLeaves))
`,
      replace: `                for (const parentIdx of dp) {
                    if (parentIdx === i)
                        break;
                    const dpNode = tree[parentIdx];
                    if (dpNode !== undefined) {
                        if (dpNode.nodeType !== "parent")
                            return new InternalError("Expected parent node");
                        if (!dpNode.parent.unmergedLeaves.includes(unmergedLeaf))
`,
    },
    {
      file: "dist/src/clientState.js",
      find: `        const selfRemoved = mutatedTree[leafToNodeIndex(toLeafIndex(state.privatePath.leafIndex))] === undefined;
`,
      replace: `        const selfRemoved = grouped.remove.some((r) => r.proposal.remove.removed === state.privatePath.leafIndex);
`,
    },
  ],
};
