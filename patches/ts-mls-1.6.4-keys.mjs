/**
 * Checks of keys that RFC 9420 asks for and ts-mls 1.6.4 does not make, or makes at great cost.
 *
 * - Whoever gets a path secret, by an update path or a Welcome, must find that the keys it leads to are those in the
 *   tree (sections 7.5 and 12.4.3.1). Unchecked, a committer can put keys into the tree that nobody has the other half
 *   of, and the next to commit honestly is taken for the one who does wrong.
 * - A leaf that comes in must have keys that nobody else has (section 7.3). The library compares the keys of the tree
 *   with each other instead, for each leaf that comes in, and never looks at that leaf's own.
 * - The chain of parent hashes (section 7.9.2) was followed with a copy of all that was found at every step.
 * - A commit whose signature was verified can be applied without verifying it again.
 * - The public keys of a path were compared with all keys of the tree in constant time; everybody knows them.
 */
export default {
  package: "ts-mls",
  version: "1.6.4",
  edits: [
    {
      file: "dist/src/privateKeyPath.js",
      find: `import { leafToNodeIndex, toLeafIndex } from "./treemath.js";
`,
      replace: `import { toLeafIndex, leafToNodeIndex } from "./treemath.js";
import { ValidationError } from "./mlsError.js";
import { constantTimeEqual } from "./util/constantTimeCompare.js";
/**
 * The private keys that path secrets lead to, each checked to belong to the public key in the tree.
 */
export async function toCheckedPrivateKeyPath(tree, pathSecrets, leafIndex, cs) {
    const privateKeys = {};
    for (const [key, pathSecret] of Object.entries(pathSecrets)) {
        const nodeIndex = Number(key);
        const nodeSecret = await deriveSecret(pathSecret, "node", cs.kdf);
        const { privateKey, publicKey } = await cs.hpke.deriveKeyPair(nodeSecret);
        const node = tree[nodeIndex];
        if (node?.nodeType !== "parent" || !constantTimeEqual(node.parent.hpkePublicKey, await cs.hpke.exportPublicKey(publicKey)))
            throw new ValidationError("Path secret does not lead to the key in the tree");
        privateKeys[nodeIndex] = await cs.hpke.exportPrivateKey(privateKey);
    }
    return { leafIndex, privateKeys };
}
`,
    },
    {
      file: "dist/src/processMessages.js",
      find: `await toPrivateKeyPath(pathSecrets, state.privatePath.leafIndex, cs));
`,
      replace: `await toCheckedPrivateKeyPath(tree, pathSecrets, state.privatePath.leafIndex, cs));
`,
    },
    {
      file: "dist/src/processMessages.js",
      find: `import { mergePrivateKeyPaths, toPrivateKeyPath } from "./privateKeyPath.js";
`,
      replace: `import { mergePrivateKeyPaths, toCheckedPrivateKeyPath } from "./privateKeyPath.js";
`,
    },
    {
      file: "dist/src/clientState.js",
      find: `mergePrivateKeyPaths(await toPrivateKeyPath(await pathToRoot(tree, ancestorNodeIndex, groupSecrets.pathSecret, cs.kdf), newLeaf, cs), privateKeyPath);
`,
      replace: `mergePrivateKeyPaths(await toCheckedPrivateKeyPath(tree, await pathToRoot(tree, ancestorNodeIndex, groupSecrets.pathSecret, cs.kdf), newLeaf, cs), privateKeyPath);
`,
    },
    {
      file: "dist/src/clientState.js",
      find: `import { decodePrivateKeyPath, mergePrivateKeyPaths, privateKeyPathEncoder, toPrivateKeyPath, } from`,
      replace: `import { decodePrivateKeyPath, mergePrivateKeyPaths, privateKeyPathEncoder, toCheckedPrivateKeyPath, } from`,
    },
    {
      file: "dist/src/clientState.js",
      find: `export async function validateLeafNodeCredentialAndKeyUniqueness(tree, leafNode, existingLeafIndex) {
    const hpkeKeys = new Set();
    const signatureKeys = new Set();
    for (const [nodeIndex, node] of tree.entries()) {
        if (node?.nodeType === "leaf") {
            if (!node.leaf.capabilities.credentials.includes(leafNode.credential.credentialType)) {
                return new ValidationError("LeafNode has credential that is not supported by member of the group");
            }
            const hpkeKey = bytesToBase64(node.leaf.hpkePublicKey);
            if (hpkeKeys.has(hpkeKey))
                return new ValidationError("hpke keys not unique");
            else
                hpkeKeys.add(hpkeKey);
            const signatureKey = bytesToBase64(node.leaf.signaturePublicKey);
            if (signatureKeys.has(signatureKey) && existingLeafIndex !== nodeToLeafIndex(toNodeIndex(nodeIndex)))
                return new ValidationError("signature keys not unique");
            else
                signatureKeys.add(signatureKey);
        }
        else if (node?.nodeType === "parent") {
            const hpkeKey = bytesToBase64(node.parent.hpkePublicKey);
            if (hpkeKeys.has(hpkeKey))
                return new ValidationError("hpke keys not unique");
            else
                hpkeKeys.add(hpkeKey);
        }
    }
}
`,
      replace: `export async function validateLeafNodeCredentialAndKeyUniqueness(tree, leafNode, existingLeafIndex) {
    for (const [nodeIndex, node] of tree.entries()) {
        if (node === undefined)
            continue;
        if (node.nodeType === "parent") {
            if (samePublicKey(node.parent.hpkePublicKey, leafNode.hpkePublicKey))
                return new ValidationError("hpke keys not unique");
            continue;
        }
        if (!node.leaf.capabilities.credentials.includes(leafNode.credential.credentialType)) {
            return new ValidationError("LeafNode has credential that is not supported by member of the group");
        }
        if (samePublicKey(node.leaf.hpkePublicKey, leafNode.hpkePublicKey))
            return new ValidationError("hpke keys not unique");
        if (existingLeafIndex !== nodeToLeafIndex(toNodeIndex(nodeIndex)) && samePublicKey(node.leaf.signaturePublicKey, leafNode.signaturePublicKey))
            return new ValidationError("signature keys not unique");
    }
}
/* Everybody knows them, so it may stop at the first difference. */
function samePublicKey(a, b) {
    return a.length === b.length && a.every((byte, index) => byte === b[index]);
}
`,
    },
    {
      file: "dist/src/updatePath.js",
      find: `            ? constantTimeEqual(treeNode.parent.hpkePublicKey, node.hpkePublicKey)
`,
      replace: `            ? samePublicKey(treeNode.parent.hpkePublicKey, node.hpkePublicKey)
`,
    },
    {
      file: "dist/src/updatePath.js",
      find: `export async function applyUpdatePath(tree, senderLeafIndex, path, h, isExternal = false) {
`,
      replace: `/* Everybody knows them, so it may stop at the first difference; constant time for all pairs is slow. */
function samePublicKey(a, b) {
    return a.length === b.length && a.every((byte, index) => byte === b[index]);
}
export async function applyUpdatePath(tree, senderLeafIndex, path, h, isExternal = false, ) {
`,
    },
    {
      file: "dist/src/parentHash.js",
      find: `        let updated = { ...(await acc) };
`,
      replace: `        const updated = await acc;
`,
    },
    {
      file: "dist/src/parentHash.js",
      find: `                const newCount = (updated[parentHashNodeIndex] ?? 0) + 1;
                updated = { ...updated, [parentHashNodeIndex]: newCount };
`,
      replace: `                updated[parentHashNodeIndex] = (updated[parentHashNodeIndex] ?? 0) + 1;
`,
    },
    {
      file: "dist/src/processMessages.js",
      find: `}
async function processCommit(state, content, wireformat, pskSearch, callback, cs) {
`,
      replace: `}
/** For content whose signature and membership tag were verified. */
export async function processCommit(state, content, wireformat, pskSearch, callback, cs) {
`,
    },
    {
      file: "dist/src/processMessages.d.ts",
      find: `import { IncomingMessageAction, IncomingMessageCallback } from "./incomingMessageAction.js";
`,
      replace: `import { IncomingMessageCallback, IncomingMessageAction } from "./incomingMessageAction.js";
import { AuthenticatedContentCommit } from "./authenticatedContent.js";
import { WireformatName } from "./wireformat.js";
/** For content whose signature and membership tag were verified. */
export declare function processCommit(state: ClientState, content: AuthenticatedContentCommit, wireformat: WireformatName, pskSearch: PskIndex, callback: IncomingMessageCallback, cs: CiphersuiteImpl): Promise<NewStateWithActionTaken>;
`,
    },
  ],
};
