import {
  createGroup,
  generateKeyPackage,
  generateLeafKey,
  type MlsGroup,
  type MlsSuite,
  type OwnKeyPackage,
} from "@sotto/keyserver-protocol/member/mls";
import { pathToPathSecrets } from "ts-mls/pathSecrets.js";
import { toPrivateKeyPath, updateLeafKey } from "ts-mls/privateKeyPath.js";
import { extendRatchetTree, type RatchetTree } from "ts-mls/ratchetTree.js";
import { createSecretTree } from "ts-mls/secretTree.js";
import { treeHashRoot } from "ts-mls/treeHash.js";
import { leafWidth, toLeafIndex, toNodeIndex } from "ts-mls/treemath.js";
import { createUpdatePath } from "ts-mls/updatePath.js";
import { checkLikeACall, identityOf, random } from "./identities.ts";

/** `fresh`: all parents blank, as after one bulk add. `warm`: none, as after everybody has committed. */
export type TreeKind = "warm" | "fresh";

/**
 * Makes a group with this many leaves as its first member, number 0, knows it. The tree is valid, but nobody ever
 * had the other private keys: thousands of real commits would take hours. Whoever joins by Welcome is real.
 */
export async function syntheticGroup(suite: MlsSuite, leaves: number, kind: TreeKind): Promise<MlsGroup> {
  const owners: OwnKeyPackage[] = [];
  for (let number = 0; number < leaves; number += 1) {
    owners.push(await generateKeyPackage(suite, identityOf(number), generateLeafKey(random)));
  }
  const [own] = owners;
  if (own === undefined) throw new RangeError("a group has at least one leaf");
  const alone = await createGroup(suite, random(16), own, new Uint8Array(), checkLikeACall);

  let tree = extendRatchetTree(
    owners.flatMap(({ publicPackage }, index) => {
      const leaf = { nodeType: "leaf" as const, leaf: publicPackage.leafNode };
      return index === 0 ? [leaf] : [undefined, leaf];
    }),
  );
  // Other implementations know no extensions of a call.
  const context = { ...alone.state.groupContext, extensions: [] };
  let { privatePath } = alone.state;
  if (kind === "warm" && leaves > 1) {
    for (const leaf of committersOf(leaves)) [tree, privatePath] = await committed(tree, leaf);
  }

  const groupContext = { ...context, treeHash: await treeHashRoot(tree, suite.impl.hash) };
  const secretTree = await createSecretTree(
    leafWidth(tree.length),
    random(suite.impl.kdf.size),
    suite.impl.kdf,
  );
  return { suite, state: { ...alone.state, ratchetTree: tree, groupContext, secretTree, privatePath } };

  async function committed(before: RatchetTree, leaf: number): Promise<[RatchetTree, typeof privatePath]> {
    const { impl } = suite;
    const key = owners[leaf]?.privatePackage.signaturePrivateKey ?? new Uint8Array();
    // No ciphertexts: there is nobody to read them.
    const nobody = before.map((_, index) => toNodeIndex(index));
    const index = toLeafIndex(leaf);
    const [after, , secrets, leafKey] = await createUpdatePath(before, index, context, key, impl, nobody);
    const path = await toPrivateKeyPath(pathToPathSecrets(secrets), leaf, impl);
    return [after, updateLeafKey(path, await impl.hpke.exportPrivateKey(leafKey))];
  }
}

/** One of each pair of neighbours, which fills every parent. Member 0 last: it shall hold the keys of its path. */
function committersOf(leaves: number): number[] {
  return Array.from({ length: Math.ceil(leaves / 2) }, (_, index) => index * 2).reverse();
}
