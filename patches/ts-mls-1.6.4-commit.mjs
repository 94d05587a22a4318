/**
 * Work that ts-mls 1.6.4 does for nothing in each commit: it derives the key pairs of the committer's path twice, and
 * encodes, signs and encrypts a GroupInfo with the whole tree when nobody joins.
 *
 * And a path for commits that only add, where RFC 9420 section 12.4 leaves it to the committer and the library makes
 * none. Joiners get its secrets by the Welcome, so it costs little, and it brings fresh entropy; without it each joiner
 * leaves the tree around it blank, and the next path is encrypted to all of them one by one.
 */
export default {
  package: "ts-mls",
  version: "1.6.4",
  edits: [
    {
      file: "dist/src/updatePath.js",
      find: `        const { publicKey } = await cs.hpke.deriveKeyPair(nextNodeSecret);
`,
      replace: `        const { publicKey, privateKey } = await cs.hpke.deriveKeyPair(nextNodeSecret);
`,
    },
    {
      file: "dist/src/updatePath.js",
      find: `        return [[{ nodeIndex, secret: nextPathSecret, sendTo }, ...pathSecrets], tree];
`,
      replace: `        return [[{ nodeIndex, secret: nextPathSecret, sendTo, privateKey }, ...pathSecrets], tree];
`,
    },
    {
      file: "dist/src/createCommit.js",
      find: `    // New members receive the path secret in the Welcome, rather than through
`,
      replace: `    if (res.additionalResult.kind === "memberCommit")
        res.needsUpdatePath = true;
    // They receive the path secret in the Welcome, rather than through
`,
    },
    {
      file: "dist/src/createCommit.js",
      find: `        : state.privatePath, await toPrivateKeyPath(pathToPathSecrets(pathSecrets), state.privatePath.leafIndex, cipherSuite));
`,
      replace: `        : state.privatePath, await exportPathKeys(pathSecrets, state.privatePath.leafIndex, cipherSuite));
`,
    },
    {
      file: "dist/src/createCommit.js",
      find: `    return { newState, welcome, commit, consumed };
}
function bundleAllProposals(state, extraProposals) {
`,
      replace: `    return { newState, welcome, commit, consumed };
}
/* The private keys of a path that createUpdatePath has just derived: deriving them again from its secrets is slow. */
async function exportPathKeys(pathSecrets, leafIndex, cs) {
    const privateKeys = {};
    for (const { nodeIndex, privateKey } of pathSecrets) {
        privateKeys[nodeIndex] = await cs.hpke.exportPrivateKey(privateKey);
    }
    return { leafIndex, privateKeys };
}
function bundleAllProposals(state, extraProposals) {
`,
    },
    {
      file: "dist/src/createCommit.js",
      find: `async function createWelcome(ratchetTreeExtension, groupContext, confirmationTag, state, tree, cs, epochSecrets, res, pathSecrets, extensions) {
    const groupInfo = ratchetTreeExtension
`,
      replace: `async function createWelcome(ratchetTreeExtension, groupContext, confirmationTag, state, tree, cs, epochSecrets, res, pathSecrets, extensions) {
    // Nobody joins, so nobody needs the GroupInfo: encoding and signing the tree in it would be for nothing.
    if (res.additionalResult.kind !== "memberCommit" || res.additionalResult.addedLeafNodes.length === 0)
        return undefined;
    const groupInfo = ratchetTreeExtension
`,
    },
  ],
};
