/** How long commits and joins take and how large they are, beside an independent implementation. */
import { loadSuite } from "@sotto/keyserver-protocol/member/mls";
import { rounded, type Bench, type Row } from "../report.ts";
import { random } from "./identities.ts";
import { joinStorm } from "./joinStorm.ts";
import { measureGroup, type GroupMeasurement } from "./measureGroup.ts";
import type { TreeKind } from "./syntheticGroup.ts";

const SIZES = [2, 10, 50, 100, 250, 500, 1000];
const QUICK_SIZES = [2, 10, 50];
const STORM_SIZE = 100;

/** Published for a membership change in another end-to-end encrypted call, bytes by members. */
const REFERENCE: Readonly<Record<number, number>> = { 10: 2_000, 100: 4_000, 1000: 6_000 };

const NOTES = [
  "Times: medians, ms, of one member; core: core-crypto (OpenMLS in WASM) on the same commits and Welcomes.",
  "update, remove, add: MLS messages as PublicMessage; sealed: the update as the key server sees it.",
  "Welcome: for one joiner, with the tree. Credentials are as long as those of a call.",
  "reference: published elsewhere for a membership change. fresh: after one bulk add, when all parents are blank.",
];

/** The benchmark `mls`. */
export const benchMls: Bench = async ({ quick, say }) => {
  const measurements: GroupMeasurement[] = [];
  const notes = [...NOTES];
  for (const suiteName of ["classical", "xwing"] as const) {
    const suite = await loadSuite(suiteName, random);
    for (const members of quick ? QUICK_SIZES : SIZES) {
      for (const tree of ["warm", "fresh"] as const) {
        const begin = performance.now();
        measurements.push(await measureGroup(suite, members, tree));
        say(`${suiteName} ${tree} ${members}: ${((performance.now() - begin) / 1000).toFixed(1)} s`);
      }
    }
  }
  const figures = figuresOf(measurements);
  if (!quick) {
    try {
      const { ms, epochs, cpuMsPerMember } = await joinStorm(STORM_SIZE);
      figures[`joinStorm${STORM_SIZE}Ms`] = Math.round(ms);
      figures[`joinStorm${STORM_SIZE}CpuMsPerMember`] = Math.round(cpuMsPerMember);
      notes.push(
        `Join storm: ${STORM_SIZE} members, classical, all in one process and so on one core; ${epochs} epochs.`,
      );
    } catch (error) {
      notes.push(`Join storm: no figure; ${error instanceof Error ? error.message : String(error)}.`);
    }
  }
  return { bench: "mls", figures, rows: measurements.map(rowOf), notes };
};

function figuresOf(measurements: readonly GroupMeasurement[]): Record<string, number> {
  const find = (tree: TreeKind, members: number) =>
    measurements.find((one) => one.suite === "classical" && one.tree === tree && one.members === members);
  const [warm100, fresh100, warm1000] = [find("warm", 100), find("fresh", 100), find("warm", 1000)];
  const figures: Readonly<Record<string, number | undefined>> = {
    updateBytesWarm100: warm100?.updateBytes,
    updateSealedBytesWarm100: warm100?.updateSealedBytes,
    updateBytesStorm100: fresh100?.updateBytes,
    updateBytesWarm1000: warm1000?.updateBytes,
    processRatioToCoreCrypto100: ratio(warm100?.processMs, warm100?.coreProcessMs),
    commitRatioToCoreCrypto100: ratio(warm100?.commitMs, warm100?.coreCommitMs),
  };
  return Object.fromEntries(
    Object.entries(figures).filter((entry): entry is [string, number] => entry[1] !== undefined),
  );
}

function ratio(ours: number | undefined, theirs: number | undefined): number | undefined {
  return ours === undefined || theirs === undefined ? undefined : rounded(ours / theirs);
}

function rowOf(one: GroupMeasurement): Row {
  return {
    suite: one.suite,
    tree: one.tree,
    members: one.members,
    commit: rounded(one.commitMs),
    "core commit": rounded(one.coreCommitMs),
    process: rounded(one.processMs),
    "core process": rounded(one.coreProcessMs),
    join: rounded(one.joinMs),
    "core join": rounded(one.coreJoinMs),
    "update B": one.updateBytes,
    "sealed B": one.updateSealedBytes,
    "remove B": one.removeBytes,
    "add B": one.addBytes,
    "Welcome B": one.welcomeBytes,
    "tree B": one.treeBytes,
    "reference B": REFERENCE[one.members],
  };
}
