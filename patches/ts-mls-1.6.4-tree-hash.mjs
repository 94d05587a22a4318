/**
 * ts-mls 1.6.4 hashes the whole ratchet tree several times per commit, though a commit changes one path of it: with
 * 100 members half of the time of a commit goes there. Trees are arrays of nodes that are never changed but replaced,
 * so the hash of a subtree can be kept with its nodes: found again only by identity of everything that it depends on.
 *
 * `removeLeaves`, which makes the trees that parent hashes are made of (RFC 9420 section 7.9), now copies only the
 * nodes that it changes, so that the hashes of the others are found.
 */
export default {
  package: "ts-mls",
  version: "1.6.4",
  edits: [
    {
      file: "dist/src/treeHash.js",
      find: `export async function treeHash(tree, subtreeIndex, h) {
    if (isLeaf(subtreeIndex)) {
        const leafNode = tree[subtreeIndex];
        if (leafNode?.nodeType === "parent")
            throw new InternalError("Somehow found parent node in leaf position");
        const input = encode(leafNodeHashInputEncoder)({
            nodeType: "leaf",
            leafIndex: nodeToLeafIndex(subtreeIndex),
            leafNode: leafNode?.leaf,
        });
        return await h.digest(input);
    }
    else {
        const parentNode = tree[subtreeIndex];
        if (parentNode?.nodeType === "leaf")
            throw new InternalError("Somehow found leaf node in parent position");
        const leftHash = await treeHash(tree, left(subtreeIndex), h);
        const rightHash = await treeHash(tree, right(subtreeIndex), h);
        const input = {
            nodeType: "parent",
            parentNode: parentNode?.parent,
            leftHash: leftHash,
            rightHash: rightHash,
        };
        return await h.digest(encode(parentNodeHashInputEncoder)(input));
    }
}
`,
      replace: `/*
 * Hashes of subtrees that were computed before, by hash function. The hash of a leaf is kept with its node and index,
 * that of a parent with its node and the very arrays that are its children's hashes (a blank parent's with the left
 * one of them). Nodes are never changed, only replaced, so an entry that is found has the inputs that it was made from.
 */
const treeHashCaches = new WeakMap();
function treeHashCache(h) {
    let cache = treeHashCaches.get(h);
    if (cache === undefined) {
        cache = { nodes: new WeakMap(), blankParents: new WeakMap(), blankLeaves: new Map() };
        treeHashCaches.set(h, cache);
    }
    return cache;
}
function cachedTreeHash(tree, subtreeIndex, cache) {
    const node = tree[subtreeIndex];
    if (isLeaf(subtreeIndex)) {
        if (node === undefined)
            return cache.blankLeaves.get(subtreeIndex);
        const entry = cache.nodes.get(node);
        return entry?.leafIndex === subtreeIndex ? entry.hash : undefined;
    }
    const leftHash = cachedTreeHash(tree, left(subtreeIndex), cache);
    const rightHash = leftHash === undefined ? undefined : cachedTreeHash(tree, right(subtreeIndex), cache);
    if (leftHash === undefined || rightHash === undefined)
        return undefined;
    const entry = node === undefined ? cache.blankParents.get(leftHash) : cache.nodes.get(node);
    return entry?.leftHash === leftHash && entry.rightHash === rightHash ? entry.hash : undefined;
}
export async function treeHash(tree, subtreeIndex, h) {
    // A copy: whoever changes it must not change what is kept.
    return (await keptTreeHash(tree, subtreeIndex, h, treeHashCache(h))).slice();
}
async function keptTreeHash(tree, subtreeIndex, h, cache) {
    const known = cachedTreeHash(tree, subtreeIndex, cache);
    if (known !== undefined)
        return known;
    if (isLeaf(subtreeIndex)) {
        const leafNode = tree[subtreeIndex];
        if (leafNode?.nodeType === "parent")
            throw new InternalError("Somehow found parent node in leaf position");
        const input = encode(leafNodeHashInputEncoder)({
            nodeType: "leaf",
            leafIndex: nodeToLeafIndex(subtreeIndex),
            leafNode: leafNode?.leaf,
        });
        const hash = await h.digest(input);
        if (leafNode === undefined)
            cache.blankLeaves.set(subtreeIndex, hash);
        else
            cache.nodes.set(leafNode, { leafIndex: subtreeIndex, hash });
        return hash;
    }
    else {
        const parentNode = tree[subtreeIndex];
        if (parentNode?.nodeType === "leaf")
            throw new InternalError("Somehow found leaf node in parent position");
        const leftHash = await keptTreeHash(tree, left(subtreeIndex), h, cache);
        const rightHash = await keptTreeHash(tree, right(subtreeIndex), h, cache);
        const input = {
            nodeType: "parent",
            parentNode: parentNode?.parent,
            leftHash: leftHash,
            rightHash: rightHash,
        };
        const hash = await h.digest(encode(parentNodeHashInputEncoder)(input));
        const entry = { leftHash, rightHash, hash };
        if (parentNode === undefined)
            cache.blankParents.set(leftHash, entry);
        else
            cache.nodes.set(parentNode, entry);
        return hash;
    }
}
`,
    },
    {
      file: "dist/src/ratchetTree.js",
      find: `            else if (n.nodeType === "parent") {
                copy[i] = {
                    ...n,`,
      replace: `            else if (n.nodeType === "parent" && n.parent.unmergedLeaves.some(shouldBeRemoved)) {
                copy[i] = {
                    ...n,`,
    },
    {
      file: "dist/src/ratchetTree.js",
      find: `        return leafIndices.find((x) => leafIndex === x) !== undefined;
`,
      replace: `        return leafIndices.includes(leafIndex);
`,
    },
  ],
};
