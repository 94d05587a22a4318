/**
 * A commit that changes the GroupContext's extensions has a path (RFC 9420 section 12.4: only Add, PreSharedKey and
 * ReInit proposals do without), and its path is encrypted under the context as it will be (section 12.4.1). ts-mls 1.6.4
 * asks for no path, and where there is one, encrypts under the old extensions what it decrypts under the new ones.
 */
export default {
  package: "ts-mls",
  version: "1.6.4",
  edits: [
    {
      file: "dist/src/clientState.js",
      find: `        const needsUpdatePath = allProposals.length === 0 || Object.values(grouped.update).length > 0 || Object.values(grouped.remove).length > 0;
`,
      replace: `        const needsUpdatePath = allProposals.length === 0 || Object.values(grouped.update).length > 0 || Object.values(grouped.remove).length > 0 || grouped.group_context_extensions.length > 0;
`,
    },
    {
      file: "dist/src/createCommit.js",
      find: `    const [tree, updatePath, pathSecrets, newPrivateKey, nextPathSecret] = res.needsUpdatePath
        ? await createUpdatePath(res.tree, toLeafIndex(state.privatePath.leafIndex), state.groupContext, state.signaturePrivateKey, cipherSuite, excludeNodes)
        : [res.tree, undefined, [], undefined];
    const updatedExtensions = res.additionalResult.kind === "memberCommit" && res.additionalResult.extensions.length > 0
        ? res.additionalResult.extensions
        : state.groupContext.extensions;
    const groupContextWithExtensions = { ...state.groupContext, extensions: updatedExtensions };
`,
      replace: `    const updatedExtensions = res.additionalResult.kind === "memberCommit" && res.additionalResult.extensions.length > 0
        ? res.additionalResult.extensions
        : state.groupContext.extensions;
    const groupContextWithExtensions = { ...state.groupContext, extensions: updatedExtensions };
    const [tree, updatePath, pathSecrets, newPrivateKey, nextPathSecret] = res.needsUpdatePath
        ? await createUpdatePath(res.tree, toLeafIndex(state.privatePath.leafIndex), groupContextWithExtensions, state.signaturePrivateKey, cipherSuite, excludeNodes)
        : [res.tree, undefined, [], undefined];
`,
    },
  ],
};
