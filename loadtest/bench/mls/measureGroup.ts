import {
  exportSecret,
  generateKeyPackage,
  generateLeafKey,
  openKeyPackage,
  prepareCommit,
  processCommit,
  readCommit,
  type CommitContent,
  type MlsGroup,
  type MlsSuite,
} from "@sotto/keyserver-protocol/member/mls";
import {
  CoreCryptoMember,
  SottoMember,
  type GroupMember,
} from "@sotto/keyserver-protocol/member/mls/testing";
import { sealBlob } from "@sotto/keyserver-protocol/member/seal";
import { asEpoch, asGroupId, asLeafIndex } from "@sotto/shared/ids";
import { encodeRatchetTree } from "ts-mls/ratchetTree.js";
import { repeated, timed, undisturbed } from "../timing.ts";
import { checkLikeACall, identityOf, random } from "./identities.ts";
import { syntheticGroup, type TreeKind } from "./syntheticGroup.ts";

/** Times in ms, lower quartiles; sizes in bytes. What has no number in a group of this kind is undefined. */
export interface GroupMeasurement {
  readonly suite: string;
  readonly tree: TreeKind;
  readonly members: number;
  readonly commitMs: number | undefined;
  readonly processMs: number | undefined;
  readonly joinMs: number | undefined;
  readonly coreCommitMs: number | undefined;
  readonly coreProcessMs: number | undefined;
  readonly coreJoinMs: number | undefined;
  readonly updateBytes: number;
  /** The update in its outer seal, padded: what the key server sees. */
  readonly updateSealedBytes: number;
  readonly removeBytes: number | undefined;
  readonly addBytes: number;
  /** With the tree in it. */
  readonly welcomeBytes: number;
  readonly treeBytes: number;
}

/** Longest that one kind of operation is repeated, ms. */
const PATIENCE_MS = 3_000;
const ROUNDS = 25;

/**
 * Measures one group: its first member runs on ours, the last two have joined by one Welcome, of which the very last
 * runs on core-crypto where it knows the suite. Committer and receiver sit on different sides of the tree, as half of
 * all pairs do.
 */
export async function measureGroup(
  suite: MlsSuite,
  members: number,
  tree: TreeKind,
): Promise<GroupMeasurement> {
  const first = new SottoMember(0, suite, checkLikeACall);
  const ours =
    members > 2 || suite.name !== "classical" ? new SottoMember(members, suite, checkLikeACall) : undefined;
  const theirs = suite.name === "classical" ? await CoreCryptoMember.open(members + 1) : undefined;
  const joiners = [ours, theirs].filter((member) => member !== undefined);
  first.enter(await syntheticGroup(suite, members - joiners.length, tree));

  const { welcome } = await first.commit(await Promise.all(joiners.map((one) => one.keyPackage())), []);
  if (welcome === undefined) throw new Error("no Welcome");
  const joinMs = ours && undisturbed(await repeated(5, PATIENCE_MS, () => ours.join(welcome)));
  const coreJoinMs = theirs && (await timed(() => theirs.join(welcome))).ms;

  const times =
    tree === "warm" ? await warmTimes(first, ours, theirs) : await freshTimes(first, ours, theirs);
  const sizes = await sizesOf(first.group, members);
  return { suite: suite.name, tree, members, ...times, joinMs, coreJoinMs, ...sizes };
}

type Times = Pick<GroupMeasurement, "commitMs" | "processMs" | "coreCommitMs" | "coreProcessMs">;

/** Everybody commits in turn, and everybody goes on. */
async function warmTimes(
  first: SottoMember,
  ours: SottoMember | undefined,
  theirs: CoreCryptoMember | undefined,
): Promise<Times> {
  const all: GroupMember[] = [first, ours, theirs].filter((member) => member !== undefined);
  const last = theirs ?? ours;
  if (last === undefined) throw new Error("a group of one");
  const times = {
    commit: [] as number[],
    process: [] as number[],
    coreCommit: [] as number[],
    coreProcess: [] as number[],
  };
  let spent = 0;
  // The first two rounds fill the path of the joiners, and let the engine optimise.
  for (let round = 0; round < ROUNDS + 2 && spent < 4 * PATIENCE_MS; round += 1) {
    const counts = round >= 2;
    for (const committer of [first, last]) {
      const { ms, result } = await timed(() => committer.commit([], []));
      spent += ms;
      if (counts) (committer === theirs ? times.coreCommit : times.commit).push(ms);
      for (const member of all) {
        if (member === committer) continue;
        const { ms: processMs } = await timed(() => member.process(result.message));
        spent += processMs;
        // Of a commit from nearby, more is derived; ours is not measured with that alone.
        const isFair = committer === first || ours === undefined;
        if (counts && isFair) (member === theirs ? times.coreProcess : times.process).push(processMs);
      }
    }
  }
  await assertTogether(all);
  return {
    commitMs: undisturbed(times.commit),
    processMs: undisturbed(times.process),
    coreCommitMs: undisturbed(times.coreCommit),
    coreProcessMs: undisturbed(times.coreProcess),
  };
}

/** One commit into the fresh tree, made and processed again and again by ours, and once by theirs. */
async function freshTimes(
  first: SottoMember,
  ours: SottoMember | undefined,
  theirs: CoreCryptoMember | undefined,
): Promise<Times> {
  const group = first.group;
  const commit = await repeated(ROUNDS, PATIENCE_MS, () => prepareCommit(group, UPDATE));
  const { message, next } = await prepareCommit(group, UPDATE);
  const process =
    ours &&
    (await repeated(ROUNDS, PATIENCE_MS, () =>
      processCommit(ours.group, readCommit(message), () => undefined),
    ));
  const coreProcess = theirs && (await timed(() => theirs.process(message))).ms;
  if (theirs) {
    const [a, b] = await Promise.all([
      theirs.exported(32),
      exportSecret(next, "exporter", new Uint8Array(), 32),
    ]);
    if (Buffer.compare(a, b) !== 0) throw new Error("members have different secrets");
  }
  return {
    commitMs: undisturbed(commit),
    processMs: process && undisturbed(process),
    coreCommitMs: undefined,
    coreProcessMs: coreProcess,
  };
}

const UPDATE: CommitContent = { adds: [], removes: [], logExtension: new Uint8Array(20) };

async function sizesOf(
  group: MlsGroup,
  members: number,
): Promise<
  Pick<
    GroupMeasurement,
    "updateBytes" | "updateSealedBytes" | "removeBytes" | "addBytes" | "welcomeBytes" | "treeBytes"
  >
> {
  const { suite } = group;
  const joiner = await generateKeyPackage(suite, identityOf(members + 2), generateLeafKey(random));
  const adds = [await openKeyPackage(suite, joiner.message, checkLikeACall)];
  const update = await prepareCommit(group, UPDATE);
  const add = await prepareCommit(group, { ...UPDATE, adds });
  const middle = asLeafIndex(Math.floor(members / 2));
  const remove = members > 2 ? await prepareCommit(group, { ...UPDATE, removes: [middle] }) : undefined;
  const place = { kind: "commit", id: asGroupId(random(16)), epoch: asEpoch(1) } as const;
  return {
    updateBytes: update.message.length,
    updateSealedBytes: sealBlob(random(32), place, update.message, random).length,
    removeBytes: remove?.message.length,
    addBytes: add.message.length,
    welcomeBytes: add.welcome?.length ?? 0,
    treeBytes: encodeRatchetTree(group.state.ratchetTree).length,
  };
}

async function assertTogether(members: readonly GroupMember[]): Promise<void> {
  const secrets = await Promise.all(members.map((member) => member.exported(32)));
  const distinct = new Set(secrets.map((secret) => Buffer.from(secret).toString("hex")));
  if (distinct.size !== 1) throw new Error("members have different secrets");
}
