import { createCommit, decodeMlsMessage, encodeMlsMessage, type ClientState } from "ts-mls";
import { extractWelcomeSecret } from "ts-mls/groupInfo.js";
import { encodeRatchetTree } from "ts-mls/ratchetTree.js";
import {
  decryptGroupInfo,
  decryptGroupSecrets,
  encryptGroupInfo,
  encryptGroupSecrets,
} from "ts-mls/welcome.js";
import { beforeAll, describe, expect, it } from "vitest";
import { openApplication, sealApplication } from "./application.ts";
import { prepareCommit } from "./commit.ts";
import { readCommit } from "./commitView.ts";
import { createGroup, exportSecret, keepExports, leavesOf, type MlsGroup } from "./group.ts";
import { joinGroup } from "./join.ts";
import { generateKeyPackage, generateLeafKey, openKeyPackage, type OwnKeyPackage } from "./keyPackage.ts";
import { processCommit } from "./process.ts";
import { retire } from "./retire.ts";
import { loadSuite, type MlsSuite } from "./suite.ts";

const random = (length: number) => crypto.getRandomValues(new Uint8Array(length));
const groupId = new Uint8Array(16).fill(1);
const policy = Uint8Array.of(1);
const logExtension = Uint8Array.of(2);
const isAllowed = () => undefined;
/** Identities of these tests begin with the leaf key. */
const check = (identity: Uint8Array, leafPublicKey: Uint8Array) =>
  Promise.resolve(Buffer.compare(identity.subarray(0, 32), leafPublicKey) === 0);

let suite: MlsSuite;

beforeAll(async () => {
  suite = await loadSuite("classical", random);
});

async function keyPackage(): Promise<OwnKeyPackage> {
  const leafKey = generateLeafKey(random);
  return generateKeyPackage(suite, leafKey.publicKey, leafKey);
}

async function pair(): Promise<[MlsGroup, MlsGroup]> {
  const first = await createGroup(suite, groupId, await keyPackage(), policy, check);
  const own = await keyPackage();
  const adds = [await openKeyPackage(suite, own.message, check)];
  const { next, welcome } = await prepareCommit(first, { adds, removes: [], logExtension });
  const { group } = await joinGroup(suite, welcome!, own, groupId, check);
  return [next, group];
}

/** A Welcome to one joiner as its author could have made it with another tree. */
async function withTree(
  message: Uint8Array,
  own: OwnKeyPackage,
  tree: ClientState["ratchetTree"],
): Promise<Uint8Array> {
  const { impl } = suite;
  const decoded = decodeMlsMessage(message, 0)?.[0];
  if (decoded?.wireformat !== "mls_welcome") throw new Error("not a Welcome");
  const { welcome } = decoded;
  const { initKey } = own.publicPackage;
  const privateKey = await impl.hpke.importPrivateKey(own.privatePackage.initPrivateKey);
  const secrets = (await decryptGroupSecrets(privateKey, own.reference, welcome, impl.hpke))!;
  const noPsk = new Uint8Array(impl.kdf.size);
  const info = (await decryptGroupInfo(welcome, secrets.joinerSecret, noPsk, impl))!;
  const extensions = info.extensions.map((extension) =>
    extension.extensionType === "ratchet_tree"
      ? { ...extension, extensionData: encodeRatchetTree(tree) }
      : extension,
  );
  const welcomeSecret = await extractWelcomeSecret(secrets.joinerSecret, noPsk, impl.kdf);
  const encryptedGroupInfo = await encryptGroupInfo({ ...info, extensions }, welcomeSecret, impl);
  const key = await impl.hpke.importPublicKey(initKey);
  const { enc, ct } = await encryptGroupSecrets(key, encryptedGroupInfo, secrets, impl.hpke);
  const encryptedGroupSecrets = { kemOutput: enc, ciphertext: ct };
  return encodeMlsMessage({
    version: "mls10",
    wireformat: "mls_welcome",
    welcome: {
      ...welcome,
      encryptedGroupInfo,
      secrets: [{ newMember: own.reference, encryptedGroupSecrets }],
    },
  });
}

async function secretOf(group: MlsGroup): Promise<string> {
  return Buffer.from(await exportSecret(group, "test", new Uint8Array(), 32)).toString("hex");
}

describe("a group", () => {
  it("has one secret for all after a commit, and another after the next", async () => {
    const [a, b] = await pair();
    expect(await secretOf(a)).toBe(await secretOf(b));
    const { next, message } = await prepareCommit(a, { adds: [], removes: [], logExtension });
    const processed = await processCommit(b, readCommit(message), isAllowed);
    if (processed.kind !== "next") throw new Error("removed");
    expect(await secretOf(processed.next)).toBe(await secretOf(next));
    expect(await secretOf(next)).not.toBe(await secretOf(a));
  });

  it("takes a message to the others once, and says who sent it", async () => {
    const [a, b] = await pair();
    const { message } = await sealApplication(a, Uint8Array.of(1, 2, 3));
    const opened = await openApplication(b, message);
    expect(opened).toMatchObject({ sender: 0, data: Uint8Array.of(1, 2, 3) });
    await expect(openApplication(opened.next, message)).rejects.toMatchObject({ code: "mls/invalid" });
    await expect(openApplication(b, message.subarray(1))).rejects.toMatchObject({ code: "mls/malformed" });
  });

  it("tells who is removed that they are, and gives them nothing else", async () => {
    const [a, b] = await pair();
    const { message } = await prepareCommit(a, { adds: [], removes: [leavesOf(a)[1]!.leaf], logExtension });
    expect(readCommit(message).hasPath).toBe(true);
    expect(await processCommit(b, readCommit(message), isAllowed)).toEqual({ kind: "removed" });
  });

  it("asks the judge after the sender is proved, and names the sender of what is refused", async () => {
    const [a, b] = await pair();
    const { message } = await prepareCommit(a, { adds: [], removes: [], logExtension });
    await expect(processCommit(b, readCommit(message), () => "no")).rejects.toMatchObject({
      code: "mls/refused",
      message: "no",
      sender: 0,
    });
    const forged = message.slice();
    forged[forged.length - 1] = (forged.at(-1) ?? 0) ^ 1;
    const judged: unknown[] = [];
    const judge = () => void judged.push(1);
    await expect(processCommit(b, readCommit(forged), judge as never)).rejects.toMatchObject({
      code: "mls/invalid",
    });
    expect(judged).toEqual([]);
  });

  it("refuses a commit that gives its sender another identity", async () => {
    const [a, b] = await pair();
    const [own] = a.state.ratchetTree;
    if (own?.nodeType !== "leaf") throw new Error("no leaf");
    const identity = Uint8Array.of(...own.leaf.signaturePublicKey, 7);
    const credential = { credentialType: "basic", identity } as const;
    const ratchetTree = [{ ...own, leaf: { ...own.leaf, credential } }, ...a.state.ratchetTree.slice(1)];
    const state: ClientState = { ...a.state, ratchetTree };
    const { commit } = await createCommit({ state, cipherSuite: suite.impl }, { wireAsPublicMessage: true });
    await expect(processCommit(b, readCommit(encodeMlsMessage(commit)), isAllowed)).rejects.toMatchObject({
      code: "mls/refused",
      sender: 0,
    });
  });

  it("leaves nothing of an epoch that is over, and everything of the one that goes on", async () => {
    const [a] = await pair();
    const { next } = await prepareCommit(a, { adds: [], removes: [], logExtension });
    const secret = await secretOf(next);
    retire(a, next);
    const spent = [...Object.values(a.state.keySchedule as unknown as Record<string, Uint8Array>)];
    expect(spent.every((bytes) => bytes.every((byte) => byte === 0))).toBe(true);
    expect(await secretOf(next)).toBe(secret);
    expect(next.state.historicalReceiverData.size).toBe(0);
    const again = await prepareCommit(next, { adds: [], removes: [], logExtension });
    expect(again.message.length).toBeGreaterThan(0);
  });
});

describe("exports", () => {
  it("go on under kept labels alone once the exporter's secret is overwritten, with the same values", async () => {
    const [a] = await pair();
    const later = (label: string) => exportSecret(a, label, Uint8Array.of(1), 32);
    const before = await later("kept");
    await keepExports(a, ["kept"]);
    const { exporterSecret } = a.state.keySchedule;
    expect(exporterSecret.every((byte) => byte === 0)).toBe(true);
    expect(Buffer.compare(before, await later("kept"))).toBe(0);
    await expect(later("another")).rejects.toMatchObject({ code: "mls/internal" });
    const { next } = await sealApplication(a, Uint8Array.of(1));
    await expect(exportSecret(next, "another", new Uint8Array(), 32)).rejects.toThrow("label");
    retire(a, undefined);
    expect(Buffer.compare(before, await later("kept"))).not.toBe(0);
  });

  it("are not needed to make, process or be told of the next epoch", async () => {
    const [a, b] = await pair();
    for (const group of [a, b]) await keepExports(group, []);
    const own = await keyPackage();
    const adds = [await openKeyPackage(suite, own.message, check)];
    const { next, message, welcome } = await prepareCommit(a, { adds, removes: [], logExtension });
    const processed = await processCommit(b, readCommit(message), isAllowed);
    const { group: joined } = await joinGroup(suite, welcome!, own, groupId, check);
    if (processed.kind !== "next") throw new Error("removed");
    const secrets = await Promise.all([next, processed.next, joined].map(secretOf));
    expect(new Set(secrets).size).toBe(1);
  });
});

describe("a key package", () => {
  it("opens when it is in order, and not when a byte was changed", async () => {
    const { message } = await keyPackage();
    await expect(openKeyPackage(suite, message, check)).resolves.toBeDefined();
    for (let index = 0; index < message.length; index += 7) {
      const changed = message.slice();
      changed[index] = (changed[index] ?? 0) ^ 1;
      await expect(openKeyPackage(suite, changed, check), `byte ${index}`).rejects.toThrow();
    }
  });

  it("does not open with an identity that does not check", async () => {
    const leafKey = generateLeafKey(random);
    const { message } = await generateKeyPackage(suite, new Uint8Array(32), leafKey);
    await expect(openKeyPackage(suite, message, check)).rejects.toMatchObject({ code: "mls/invalid" });
  });
});

describe("a Welcome", () => {
  it("is refused for another group, and with an identity in the tree that does not check", async () => {
    const first = await createGroup(suite, groupId, await keyPackage(), policy, check);
    const own = await keyPackage();
    const adds = [await openKeyPackage(suite, own.message, check)];
    const { welcome } = await prepareCommit(first, { adds, removes: [], logExtension });
    await expect(joinGroup(suite, welcome!, own, new Uint8Array(16), check)).rejects.toThrow("another group");
    const nobody = () => Promise.resolve(false);
    await expect(joinGroup(suite, welcome!, own, groupId, nobody)).rejects.toMatchObject({
      code: "mls/invalid",
    });
    await expect(joinGroup(suite, welcome!, await keyPackage(), groupId, check)).rejects.toThrow();
  });

  it("is refused without a log, or with more than belongs there", async () => {
    const first = await createGroup(suite, groupId, await keyPackage(), policy, check);
    const own = await keyPackage();
    const { keyPackage: adding } = await openKeyPackage(suite, own.message, check);
    const { welcome } = await createCommit(
      { state: first.state, cipherSuite: suite.impl },
      { extraProposals: [{ proposalType: "add", add: { keyPackage: adding } }], ratchetTreeExtension: true },
    );
    const message = encodeMlsMessage({ version: "mls10", wireformat: "mls_welcome", welcome: welcome! });
    await expect(joinGroup(suite, message, own, groupId, check)).rejects.toThrow("other extensions");
  });

  it("is refused, and quickly, with an unmerged leaf outside the tree", async () => {
    const first = await createGroup(suite, groupId, await keyPackage(), policy, check);
    const own = await keyPackage();
    const adds = [await openKeyPackage(suite, own.message, check)];
    const { welcome, next } = await prepareCommit(first, { adds, removes: [], logExtension });
    const ratchetTree = next.state.ratchetTree.map((node) =>
      node?.nodeType === "parent"
        ? { ...node, parent: { ...node.parent, unmergedLeaves: [1_000_000] } }
        : node,
    );
    const forged = await withTree(welcome!, own, ratchetTree);
    await expect(joinGroup(suite, forged, own, groupId, check)).rejects.toThrow("out of bounds");
  });
});
