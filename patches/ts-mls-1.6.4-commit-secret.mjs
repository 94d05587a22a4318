/**
 * The commit secret of ts-mls 1.6.4 is not that of RFC 9420 section 7.4, which is what follows the last path secret,
 * when the committer's path ends below the root:
 *
 * - A committer who is alone after its commit has a path of no parents, and gets zeros instead of a secret. Whoever
 *   it has removed can then compute the next epoch's secrets, and those of each epoch that an Add begins.
 * - When one half of the tree is empty, one derivation too many is made, and other implementations disagree.
 */
export default {
  package: "ts-mls",
  version: "1.6.4",
  edits: [
    {
      file: "dist/src/pathSecrets.js",
      find: `export async function getCommitSecret(tree, nodeIndex, pathSecret, kdf) {
    const rootIndex = root(leafWidth(tree.length));
    const path = await pathToRoot(tree, nodeIndex, pathSecret, kdf);
    const rootSecret = path[rootIndex];
    if (rootSecret === undefined)
        throw new InternalError("Could not find secret for root");
    return deriveSecret(rootSecret, "path", kdf);
}
export async function pathToRoot(tree, nodeIndex, pathSecret, kdf) {
    const rootIndex = root(leafWidth(tree.length));
    let currentIndex = nodeIndex;
    const pathSecrets = { [nodeIndex]: pathSecret };
    while (currentIndex != rootIndex) {
        const nextIndex = findFirstNonBlankAncestor(tree, currentIndex);
        const nextSecret = await deriveSecret(pathSecrets[currentIndex], "path", kdf);
        pathSecrets[nextIndex] = nextSecret;
        currentIndex = nextIndex;
    }
    return pathSecrets;
}
`,
      replace: `export async function getCommitSecret(tree, nodeIndex, pathSecret, kdf) {
    const { pathSecrets, lastIndex } = await followPath(tree, nodeIndex, pathSecret, kdf);
    return deriveSecret(pathSecrets[lastIndex], "path", kdf);
}
export async function pathToRoot(tree, nodeIndex, pathSecret, kdf) {
    return (await followPath(tree, nodeIndex, pathSecret, kdf)).pathSecrets;
}
async function followPath(tree, nodeIndex, pathSecret, kdf) {
    const rootIndex = root(leafWidth(tree.length));
    let currentIndex = nodeIndex;
    const pathSecrets = { [nodeIndex]: pathSecret };
    while (currentIndex != rootIndex) {
        const nextIndex = findFirstNonBlankAncestor(tree, currentIndex);
        // Only the root can be blank here: the path ended below it, as nobody is on its other side.
        if (tree[nextIndex] === undefined)
            break;
        const nextSecret = await deriveSecret(pathSecrets[currentIndex], "path", kdf);
        pathSecrets[nextIndex] = nextSecret;
        currentIndex = nextIndex;
    }
    return { pathSecrets, lastIndex: currentIndex };
}
`,
    },
    {
      file: "dist/src/pathSecrets.js",
      find: `import { deriveSecret } from "./crypto/kdf.js";
import { InternalError } from "./mlsError.js";
import { find`,
      replace: `import { deriveSecret } from "./crypto/kdf.js";
import { find`,
    },
    {
      file: "dist/src/processMessages.js",
      find: `    const rootIndex = root(leafWidth(tree.length));
    const rootSecret = pathSecrets[rootIndex];
    if (rootSecret === undefined)
        throw new InternalError("Could not find secret for root");
    const commitSecret = await deriveSecret(rootSecret, "path", cs.kdf);
`,
      replace: `    const commitSecret = await getCommitSecret(tree, toNodeIndex(secret.nodeIndex), secret.pathSecret, cs.kdf);
`,
    },
    {
      file: "dist/src/processMessages.js",
      find: `import { applyUpdatePathSecret } from "./createCommit.js";
import { deriveSecret } from "./crypto/kdf.js";
import { verifyConf`,
      replace: `import { applyUpdatePathSecret } from "./createCommit.js";
import { verifyConf`,
    },
    {
      file: "dist/src/processMessages.js",
      find: `import { CryptoVerificationError, InternalError, ValidationError } from`,
      replace: `import { CryptoVerificationError, ValidationError } from`,
    },
    {
      file: "dist/src/processMessages.js",
      find: `nodeToLeafIndex, root, toLeafIndex`,
      replace: `nodeToLeafIndex, toLeafIndex`,
    },
    {
      file: "dist/src/processMessages.js",
      find: `import { pathToRoot } from "./pathSecrets.js";`,
      replace: `import { getCommitSecret, pathToRoot } from "./pathSecrets.js";`,
    },
    {
      file: "dist/src/updatePath.js",
      find: `    return [treeWithHashes, updatePath, pathSecrets, leafKeypair.privateKey];
`,
      replace: `    // What follows the last path secret, which is the leaf's own if the committer is alone (RFC 9420 section 7.4).
    const nextPathSecret = await deriveSecret(ps[0].secret, "path", cs.kdf);
    return [treeWithHashes, updatePath, pathSecrets, leafKeypair.privateKey, nextPathSecret];
`,
    },
    {
      file: "dist/src/createCommit.js",
      find: `    const [tree, updatePath, pathSecrets, newPrivateKey] = res.needsUpdatePath
`,
      replace: `    const [tree, updatePath, pathSecrets, newPrivateKey, nextPathSecret] = res.needsUpdatePath
`,
    },
    {
      file: "dist/src/createCommit.js",
      find: `    const lastPathSecret = pathSecrets.at(-1);
    const commitSecret = lastPathSecret === undefined
        ? new Uint8Array(cipherSuite.kdf.size)
        : await getCommitSecret(tree, toNodeIndex(lastPathSecret.nodeIndex), lastPathSecret.secret, cipherSuite.kdf);
`,
      replace: `    const commitSecret = nextPathSecret ?? new Uint8Array(cipherSuite.kdf.size);
`,
    },
    {
      file: "dist/src/createCommit.js",
      find: `    const [newTree, updatePath, pathSecrets, newPrivateKey] = await createUpdatePath(`,
      replace: `    const [newTree, updatePath, pathSecrets, newPrivateKey, nextPathSecret] = await createUpdatePath(`,
    },
    {
      file: "dist/src/createCommit.js",
      find: `    const lastPathSecret = pathSecrets.at(-1);
    const commitSecret = lastPathSecret === undefined
        ? new Uint8Array(cs.kdf.size)
        : await getCommitSecret(newTree, toNodeIndex(lastPathSecret.nodeIndex), lastPathSecret.secret, cs.kdf);
`,
      replace: `    const commitSecret = nextPathSecret;
`,
    },
    {
      file: "dist/src/createCommit.js",
      find: `import { getCommitSecret, pathToPathSecrets } from`,
      replace: `import { pathToPathSecrets } from`,
    },
  ],
};
