/**
 * ts-mls 1.6.4 derives the whole secret tree in every epoch, and two ratchets for each node of it, parents included:
 * with 100 members some 800 derivations, though few members send a message before the next epoch. Here a leaf's
 * ratchets are derived when they are first used. As RFC 9420 section 9.2 asks, the secrets on the way to a leaf leave
 * the tree when they have gone into their children, and are returned among the `consumed` that the caller erases.
 * Keys, nonces and the encoding of a state with all ratchets derived stay what they were. Its authors did the same
 * for version 2.
 */
export default {
  package: "ts-mls",
  version: "1.6.4",
  edits: [
    {
      file: "dist/src/secretTree.js",
      find: `export const secretTreeEncoder = varLenTypeEncoder(secretTreeNodeEncoder);
export const decodeSecretTree = decodeVarLenType(decodeSecretTreeNode);
`,
      replace: `/*
 * A node of a secret tree is a leaf with its ratchets, or { secret } that nothing has been derived from yet, or
 * undefined, once its secret went into its children or while it is still in an ancestor's (RFC 9420 section 9.2).
 * Encoded, all have the form of a leaf with ratchets; a generation that no ratchet reaches marks the other two.
 */
const underived = 0xffffffff;
const noGenerations = { secret: new Uint8Array(), generation: underived, unusedGenerations: {} };
function toEncodable(node) {
    if (node?.handshake !== undefined)
        return node;
    return { handshake: { ...noGenerations, secret: node?.secret ?? new Uint8Array() }, application: noGenerations };
}
function fromEncodable(node) {
    if (node.application.generation !== underived)
        return node;
    return node.handshake.secret.length === 0 ? undefined : { secret: node.handshake.secret };
}
export const secretTreeEncoder = contramapBufferEncoder(varLenTypeEncoder(secretTreeNodeEncoder), (tree) => Array.from(tree, toEncodable));
export const decodeSecretTree = mapDecoder(decodeVarLenType(decodeSecretTreeNode), (nodes) => nodes.map(fromEncodable));
`,
    },
    {
      file: "dist/src/secretTree.js",
      find: `import { mapDecoders } from "./codec/tlsDecoder.js";
import { contramapBufferEncoders } from "./codec/tlsEncoder.js";
`,
      replace: `import { mapDecoder, mapDecoders } from "./codec/tlsDecoder.js";
import { contramapBufferEncoder, contramapBufferEncoders } from "./codec/tlsEncoder.js";
`,
    },
    {
      file: "dist/src/secretTree.js",
      find: `    const arr = new Array(tree.length * 2);
    for (const node of tree) {
`,
      replace: `    const arr = [];
    for (const node of tree) {
        if (node === undefined)
            continue;
        if (node.handshake === undefined) {
            arr.push(node.secret);
            continue;
        }
`,
    },
    {
      file: "dist/src/secretTree.js",
      find: `function scaffoldSecretTree(leafWidth, encryptionSecret, kdf) {
    const tree = new Array(nodeWidth(leafWidth));
    const rootIndex = root(leafWidth);
    tree[rootIndex] = encryptionSecret;
    return deriveChildren(tree, rootIndex, kdf);
}
export async function createSecretTree(leafWidth, encryptionSecret, kdf) {
    const tree = await scaffoldSecretTree(leafWidth, encryptionSecret, kdf);
    return await Promise.all(tree.map(async (secret) => {
        const application = await createRatchetRoot(secret, "application", kdf);
        const handshake = await createRatchetRoot(secret, "handshake", kdf);
        return { handshake, application };
    }));
}
async function deriveChildren(tree, nodeIndex, kdf) {
    if (isLeaf(nodeIndex))
        return tree;
    const l = left(nodeIndex);
    const r = right(nodeIndex);
    const parentSecret = tree[nodeIndex];
    if (parentSecret === undefined)
        throw new InternalError("Bad node index for secret tree");
    const leftSecret = await expandWithLabel(parentSecret, "tree", new TextEncoder().encode("left"), kdf.size, kdf);
    const rightSecret = await expandWithLabel(parentSecret, "tree", new TextEncoder().encode("right"), kdf.size, kdf);
    tree[l] = leftSecret;
    tree[r] = rightSecret;
    return deriveChildren(await deriveChildren(tree, l, kdf), r, kdf);
}
`,
      replace: `export async function createSecretTree(leafWidth, encryptionSecret, _kdf) {
    const tree = new Array(nodeWidth(leafWidth)).fill(undefined);
    // A copy: the caller erases its own.
    tree[root(leafWidth)] = { secret: encryptionSecret.slice() };
    return tree;
}
/*
 * Returns the tree with the ratchets of a leaf in it, and the secrets on the way to it that must be erased: what is
 * in the tree returned is all that the other leaves need. The tree given is not changed.
 */
async function deriveLeaf(tree, leafNodeIndex, kdf) {
    if (!(leafNodeIndex < tree.length))
        throw new InternalError("Bad node index for secret tree");
    if (tree[leafNodeIndex]?.handshake !== undefined)
        return [tree, []];
    const width = leafWidth(tree.length);
    let nodeIndex = leafNodeIndex;
    while (tree[nodeIndex] === undefined) {
        if (nodeIndex === root(width))
            throw new InternalError("Bad node index for secret tree");
        nodeIndex = parent(nodeIndex, width);
    }
    const derived = tree.slice();
    const consumed = [];
    while (!isLeaf(nodeIndex)) {
        const { secret } = derived[nodeIndex];
        const l = left(nodeIndex);
        const r = right(nodeIndex);
        derived[l] = { secret: await expandWithLabel(secret, "tree", new TextEncoder().encode("left"), kdf.size, kdf) };
        derived[r] = { secret: await expandWithLabel(secret, "tree", new TextEncoder().encode("right"), kdf.size, kdf) };
        derived[nodeIndex] = undefined;
        consumed.push(secret);
        nodeIndex = leafNodeIndex < nodeIndex ? l : r;
    }
    const { secret } = derived[leafNodeIndex];
    const application = await createRatchetRoot(secret, "application", kdf);
    const handshake = await createRatchetRoot(secret, "handshake", kdf);
    derived[leafNodeIndex] = { handshake, application };
    consumed.push(secret);
    return [derived, consumed];
}
`,
    },
    {
      file: "dist/src/secretTree.js",
      find: `import { nodeWidth, root, right, isLeaf, left, leafToNodeIndex, toLeafIndex } from "./treemath.js";`,
      replace: `import { nodeWidth, leafWidth, root, parent, right, isLeaf, left, leafToNodeIndex, toLeafIndex } from "./treemath.js";`,
    },
    {
      file: "dist/src/secretTree.js",
      find: `export async function ratchetToGeneration(tree, senderData, contentType, config, cs) {
    const index = leafToNodeIndex(toLeafIndex(senderData.leafIndex));
    const node = tree[index];
    if (node === undefined)
        throw new InternalError("Bad node index for secret tree");
    const ratchet = ratchetForContentType(node, contentType);
    if (ratchet.generation > senderData.generation) {
        const desired = ratchet.unusedGenerations[senderData.generation];
        if (desired !== undefined) {
            const { [senderData.generation]: _, ...removedDesiredGen } = ratchet.unusedGenerations;
            const ratchetState = { ...ratchet, unusedGenerations: removedDesiredGen };
            return await createRatchetResultWithSecret(node, index, desired, senderData.generation, senderData.reuseGuard, tree, contentType, [], cs, ratchetState);
        }
        throw new ValidationError("Desired gen in the past");
    }
    const [currentSecret, consumed] = await ratchetUntil(ratchetForContentType(node, contentType), senderData.generation, config, cs.kdf);
    return createRatchetResult(node, index, currentSecret, senderData.reuseGuard, tree, contentType, consumed, cs);
}
export async function consumeRatchet(tree, index, contentType, cs) {
    const node = tree[index];
    if (node === undefined)
        throw new InternalError("Bad node index for secret tree");
    const currentSecret = ratchetForContentType(node, contentType);
    const reuseGuard = cs.rng.randomBytes(4);
    return createRatchetResult(node, index, currentSecret, reuseGuard, tree, contentType, [], cs);
}
`,
      replace: `export async function ratchetToGeneration(initialTree, senderData, contentType, config, cs) {
    const index = leafToNodeIndex(toLeafIndex(senderData.leafIndex));
    const [tree, spent] = await deriveLeaf(initialTree, index, cs.kdf);
    const node = tree[index];
    const ratchet = ratchetForContentType(node, contentType);
    if (ratchet.generation > senderData.generation) {
        const desired = ratchet.unusedGenerations[senderData.generation];
        if (desired !== undefined) {
            const { [senderData.generation]: _, ...removedDesiredGen } = ratchet.unusedGenerations;
            const ratchetState = { ...ratchet, unusedGenerations: removedDesiredGen };
            return await createRatchetResultWithSecret(node, index, desired, senderData.generation, senderData.reuseGuard, tree, contentType, spent, cs, ratchetState);
        }
        throw new ValidationError("Desired gen in the past");
    }
    const [currentSecret, consumed] = await ratchetUntil(ratchetForContentType(node, contentType), senderData.generation, config, cs.kdf);
    return createRatchetResult(node, index, currentSecret, senderData.reuseGuard, tree, contentType, [...spent, ...consumed], cs);
}
export async function consumeRatchet(initialTree, index, contentType, cs) {
    const [tree, spent] = await deriveLeaf(initialTree, index, cs.kdf);
    const node = tree[index];
    const currentSecret = ratchetForContentType(node, contentType);
    const reuseGuard = cs.rng.randomBytes(4);
    return createRatchetResult(node, index, currentSecret, reuseGuard, tree, contentType, spent, cs);
}
`,
    },
    {
      file: "dist/src/messageProtection.js",
      find: `export async function protect(senderDataSecret, authenticatedData, groupContext, secretTree, content, leafIndex, config, cs) {
    const node = secretTree[leafToNodeIndex(toLeafIndex(leafIndex))];
    if (node === undefined)
        throw new InternalError("Bad node index for secret tree");
    const { newTree,`,
      replace: `export async function protect(senderDataSecret, authenticatedData, groupContext, secretTree, content, leafIndex, config, cs) {
    const { newTree,`,
    },
    {
      file: "dist/src/messageProtection.js",
      find: `import { CryptoVerificationError, CodecError, ValidationError, InternalError } from`,
      replace: `import { CryptoVerificationError, CodecError, ValidationError } from`,
    },
  ],
};
