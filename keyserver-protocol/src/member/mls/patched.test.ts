import { asLeafIndex } from "@sotto/shared/ids";
import {
  decodeGroupState,
  decodeMlsMessage,
  encodeGroupState,
  type ClientState,
  type LeafNode,
  type MlsKeyPackage,
} from "ts-mls";
import { validateLeafNodeCredentialAndKeyUniqueness } from "ts-mls/clientState.js";
import { expandWithLabel } from "ts-mls/crypto/kdf.js";
import { initializeEpoch } from "ts-mls/keySchedule.js";
import { allSecretTreeValues, consumeRatchet, createSecretTree, type SecretTree } from "ts-mls/secretTree.js";
import { treeHashRoot } from "ts-mls/treeHash.js";
import { isLeaf, left, right, root, toNodeIndex, type NodeIndex } from "ts-mls/treemath.js";
import { beforeAll, describe, expect, it } from "vitest";
import { SeededRandom } from "../../server/testing/seededRandom.ts";
import type { MlsError } from "./mlsError.ts";
import { prepareCommit } from "./commit.ts";
import { readCommit } from "./commitView.ts";
import { epochAuthenticatorOf, policyOf } from "./group.ts";
import { loadSuite, type MlsSuite } from "./suite.ts";
import { SottoMember } from "./testing/sottoMember.ts";

// What patches/ changes in the library.

const random = (length: number) => crypto.getRandomValues(new Uint8Array(length));
const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString("hex");

let suite: MlsSuite;
beforeAll(async () => {
  suite = await loadSuite("classical", random);
});

async function groupOf(count: number): Promise<SottoMember[]> {
  const members = Array.from({ length: count }, (_, index) => new SottoMember(index + 1, suite));
  const [creator, ...others] = members;
  await creator!.createGroup(new Uint8Array(16));
  const keyPackages = await Promise.all(others.map((member) => member.keyPackage()));
  const { welcome } = await creator!.commit(keyPackages, []);
  for (const member of others) await member.join(welcome!);
  return members;
}

async function exported(members: readonly SottoMember[]): Promise<Set<string>> {
  return new Set(await Promise.all(members.map(async (member) => hex(await member.exported(32)))));
}

describe("joining and being removed", () => {
  it("lets two join at once where others have committed before", async () => {
    const members = await groupOf(4);
    for (const committer of members) {
      const { message } = await committer.commit([], []);
      for (const member of members) if (member !== committer) await member.process(message);
    }
    const joiners = [new SottoMember(5, suite), new SottoMember(6, suite)];
    const keyPackages = await Promise.all(joiners.map((joiner) => joiner.keyPackage()));
    const { message, welcome } = await members[0]!.commit(keyPackages, []);
    for (const member of members.slice(1)) await member.process(message);
    for (const joiner of joiners) await joiner.join(welcome!);
    expect((await exported([...members, ...joiners])).size).toBe(1);
  });

  it("tells a member that it was removed when its leaf goes to a joiner in the same commit", async () => {
    const [first, second, third] = (await groupOf(3)) as [SottoMember, SottoMember, SottoMember];
    const joiner = new SottoMember(4, suite);
    const { message, welcome } = await first.commit([await joiner.keyPackage()], [second.number]);
    await joiner.join(welcome!);
    expect(await second.process(message)).toBe(false);
    expect(await third.process(message)).toBe(true);
    expect((await exported([first, third, joiner])).size).toBe(1);
  });
});

describe("a change of the context", () => {
  it("has a path, which the others can open", async () => {
    const [first, second, third] = (await groupOf(3)) as [SottoMember, SottoMember, SottoMember];
    for (const removes of [[], [asLeafIndex(2)]]) {
      const policy = Uint8Array.of(7, removes.length);
      const wish = { adds: [], removes, policy, logExtension: new Uint8Array() };
      const { message, next } = await prepareCommit(first.group, wish);
      expect(readCommit(message).hasPath).toBe(true);
      expect(await second.process(message)).toBe(true);
      expect(policyOf(second.group)).toEqual(policy);
      expect(hex(epochAuthenticatorOf(second.group))).toBe(hex(epochAuthenticatorOf(next)));
      if (removes.length === 0) expect(await third.process(message)).toBe(true);
      else expect(await third.process(message)).toBe(false);
      first.enter(next);
    }
  });
});

describe("commit secret", () => {
  it("is no secret of whom the last other member removes", async () => {
    const [first, second] = (await groupOf(2)) as [SottoMember, SottoMember];
    const initSecret = second.group.state.keySchedule.initSecret.slice();
    await first.commit([], [second.number]);
    const { groupContext, keySchedule } = first.group.state;
    const zeros = new Uint8Array(suite.impl.kdf.size);
    const guess = await initializeEpoch(initSecret, zeros, groupContext, zeros, suite.impl.kdf);
    expect(hex(guess.keySchedule.exporterSecret)).not.toBe(hex(keySchedule.exporterSecret));
  });

  it("is equal for all when half of the tree is empty", async () => {
    const members = await groupOf(6);
    const [committer, other] = members.slice(4) as [SottoMember, SottoMember];
    const { message } = await committer.commit([], [1, 2, 3, 4]);
    expect(await other.process(message)).toBe(true);
    expect((await exported([committer, other])).size).toBe(1);
  });
});

describe("keys", () => {
  /** A suite whose path secrets lead to other keys than those that it puts into the tree. */
  function lyingSuite(): MlsSuite {
    const { hpke } = suite.impl;
    const lying = { ...hpke, deriveKeyPair: () => hpke.deriveKeyPair(random(32)) };
    return { ...suite, impl: { ...suite.impl, hpke: lying } };
  }

  it("are refused by members when the path secret leads to others", async () => {
    const [first, second, third] = (await groupOf(3)) as [SottoMember, SottoMember, SottoMember];
    first.enter({ ...first.group, suite: lyingSuite() });
    const { message } = await first.commit([], []);
    for (const member of [second, third]) {
      const refusal: unknown = await member.process(message).catch((error: unknown) => error);
      expect(refusal).toMatchObject({ code: "mls/refused", sender: 0 });
      expect(String((refusal as MlsError).cause)).toContain("secret");
    }
  });

  it("are refused by joiners when the Welcome's path secret leads to others", async () => {
    const [first] = (await groupOf(2)) as [SottoMember];
    first.enter({ ...first.group, suite: lyingSuite() });
    const joiner = new SottoMember(3, suite);
    const { welcome } = await first.commit([await joiner.keyPackage()], []);
    await expect(joiner.join(welcome!)).rejects.toThrow("secret");
  });

  it("that somebody has already do not come in again", async () => {
    const [first] = (await groupOf(2)) as [SottoMember];
    const joiner = new SottoMember(3, suite);
    const keyPackage = await joiner.keyPackage();
    await first.commit([keyPackage], []);
    await expect(first.commit([keyPackage], [])).rejects.toMatchObject({ code: "mls/internal" });
    const { leafNode } = (decodeMlsMessage(keyPackage, 0)![0] as MlsKeyPackage).keyPackage;
    const { ratchetTree } = first.group.state;
    const check = (leaf: LeafNode) => validateLeafNodeCredentialAndKeyUniqueness(ratchetTree, leaf);
    const fresh = { hpkePublicKey: random(32), signaturePublicKey: random(32) };
    expect(await check({ ...leafNode, ...fresh })).toBeUndefined();
    for (const key of ["hpkePublicKey", "signaturePublicKey"] as const) {
      const reused = { ...leafNode, ...fresh, [key]: leafNode[key] };
      expect((await check(reused))?.message).toMatch(/not unique/);
    }
  });
});

describe("kept tree hashes", () => {
  it("are those of the tree as it is, through churn", { timeout: 30_000 }, async () => {
    const seed = random(4).reduce((sum, byte) => sum * 256 + byte, 0);
    const dice = new SeededRandom(seed);
    let members = await groupOf(5);
    let numbers = members.length;
    for (let step = 0; step < 30; step += 1) {
      const committer = members[dice.below(members.length)]!;
      const gone = members.filter((one) => one !== committer && members.length > 4 && dice.below(5) === 0);
      const joiners = Array.from({ length: dice.below(4) }, () => {
        numbers += 1;
        return new SottoMember(numbers, suite);
      });
      const keyPackages = await Promise.all(joiners.map((joiner) => joiner.keyPackage()));
      const { message, welcome } = await committer.commit(
        keyPackages,
        gone.map(({ number }) => number),
      );
      const stayed = members.filter((one) => one !== committer && !gone.includes(one));
      for (const member of stayed) await member.process(message);
      for (const joiner of joiners) await joiner.join(welcome!);
      members = [committer, ...stayed, ...joiners];
      for (const { group } of members) {
        const { ratchetTree, groupContext } = group.state;
        // Another hash object: nothing is kept for it.
        const anew = await treeHashRoot(ratchetTree, { ...suite.impl.hash });
        expect(hex(groupContext.treeHash), `seed ${seed}, step ${step}`).toBe(hex(anew));
      }
    }
  });

  it("are not taken along when a leaf moves", async () => {
    const [member] = await groupOf(2);
    const [first, , second] = member!.group.state.ratchetTree;
    await treeHashRoot([first, undefined, second], suite.impl.hash);
    const swapped = [second, undefined, first];
    const anew = await treeHashRoot(swapped, { ...suite.impl.hash });
    expect(hex(await treeHashRoot(swapped, suite.impl.hash))).toBe(hex(anew));
  });

  it("do not change when somebody changes what was returned", async () => {
    const [member] = await groupOf(3);
    const { ratchetTree } = member!.group.state;
    const first = await treeHashRoot(ratchetTree, suite.impl.hash);
    const before = hex(first);
    first.fill(0);
    expect(hex(await treeHashRoot(ratchetTree, suite.impl.hash))).toBe(before);
  });
});

describe("secret tree derived as needed", () => {
  const LEAVES = 8;

  /** Secrets of all nodes, straight from RFC 9420 §9. */
  async function allSecrets(rootSecret: Uint8Array): Promise<Map<number, Uint8Array>> {
    const { kdf } = suite.impl;
    const secrets = new Map<number, Uint8Array>();
    const visit = async (node: NodeIndex, secret: Uint8Array): Promise<void> => {
      secrets.set(node, secret);
      if (isLeaf(node)) return;
      const child = (name: string) =>
        expandWithLabel(secret, "tree", new TextEncoder().encode(name), kdf.size, kdf);
      await visit(left(node), await child("left"));
      await visit(right(node), await child("right"));
    };
    await visit(root(LEAVES), rootSecret);
    return secrets;
  }

  it.each([
    ["from first to last", [0, 1, 2, 3, 4, 5, 6, 7]],
    ["across", [7, 0, 4, 3, 5, 1, 6, 2]],
  ])("gives every leaf its keys when they are used %s, and keeps no spent secret", async (_order, leaves) => {
    const { kdf } = suite.impl;
    const rootSecret = random(kdf.size);
    const secrets = await allSecrets(rootSecret.slice());
    let tree = await createSecretTree(LEAVES, rootSecret, kdf);
    rootSecret.fill(0);
    const used: number[] = [];
    for (const leaf of leaves) {
      used.push(leaf);
      const result = await consumeRatchet(tree, leaf * 2, "application", suite.impl);
      const ratchet = await expandWithLabel(
        secrets.get(leaf * 2)!,
        "application",
        new Uint8Array(),
        kdf.size,
        kdf,
      );
      const key = await expandWithLabel(ratchet, "key", new Uint8Array(4), suite.impl.hpke.keyLength, kdf);
      expect(hex(result.key)).toBe(hex(key));

      const kept = new Set(allSecretTreeValues(result.newTree).map(hex));
      for (const [node, secret] of secrets) {
        const isAbove = used.some((one) => isOnPath(toNodeIndex(one * 2), toNodeIndex(node)));
        if (isAbove) expect(kept.has(hex(secret)), `node ${node} after leaf ${leaf}`).toBe(false);
      }
      // What leaves the tree is handed out to be erased; nothing that is still needed is.
      const before = new Set(allSecretTreeValues(tree).map(hex));
      const consumed = new Set(result.consumed.map(hex));
      for (const value of before) if (!kept.has(value)) expect(consumed.has(value)).toBe(true);
      for (const value of consumed) expect(kept.has(value)).toBe(false);
      for (const secret of result.consumed) secret.fill(0);
      tree = result.newTree;
    }
  });

  it("refuses a leaf outside the tree", async () => {
    const tree = await createSecretTree(LEAVES, random(32), suite.impl.kdf);
    await expect(consumeRatchet(tree, LEAVES * 2, "application", suite.impl)).rejects.toThrow(/node index/);
  });

  it("survives being stored half derived", async () => {
    const [first, second, third] = (await groupOf(3)) as [SottoMember, SottoMember, SottoMember];
    await second.open(await first.seal(Uint8Array.of(1)));
    const { clientConfig, ...state } = second.group.state;
    const stored = decodeGroupState(encodeGroupState(second.group.state), 0)?.[0];
    expect(tidied(stored!.secretTree)).toEqual(tidied(state.secretTree));
    const restored: ClientState = { ...stored!, clientConfig };
    second.enter({ suite, state: restored });
    expect(await second.open(await first.seal(Uint8Array.of(2)))).toEqual(Uint8Array.of(2));
    expect(await second.open(await third.seal(Uint8Array.of(3)))).toEqual(Uint8Array.of(3));
  });

  function isOnPath(leaf: NodeIndex, node: NodeIndex): boolean {
    let current = root(LEAVES);
    while (current !== node) {
      if (isLeaf(current)) return false;
      current = leaf < current ? left(current) : right(current);
    }
    return true;
  }

  function tidied(tree: SecretTree): unknown {
    return JSON.parse(
      JSON.stringify(tree, (_key, value: unknown) => (value instanceof Uint8Array ? hex(value) : value)),
    );
  }
});
