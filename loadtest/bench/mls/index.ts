/** How long commits and joins take and how large they are, beside an independent implementation. */
import { loadSuite, type MlsSuite } from "@sotto/keyserver-protocol/member/mls";
import { rounded, type Bench, type Row } from "../report.ts";
import { admitByBatches, admitByExternalCommits, type AdmissionMeasurement } from "./admission.ts";
import { measureCrowd, type CrowdMeasurement } from "./crowd.ts";
import { random } from "./identities.ts";
import { ARRIVALS_MS, joinStorm, type StormResult } from "./joinStorm.ts";
import { measureGroup, type GroupMeasurement } from "./measureGroup.ts";
import type { TreeKind } from "./syntheticGroup.ts";

const SUITES = ["classical", "xwing"] as const;
const SIZES = [2, 10, 50, 100, 250, 500, 1000];
const QUICK_SIZES = [2, 10, 50, 100];
const CROWD_SIZES = [10, 100, 250, 500, 1000];
const QUICK_CROWD_SIZES = [10, 100];
const STORM_SIZE = 100;
/** So many that the largest call is far away, computed from what each factor of ten adds. */
const COMPUTED_SIZE = 10_000;

/** Published for a membership change in another end-to-end encrypted call, bytes by members. */
const REFERENCE: Readonly<Record<number, number>> = { 10: 2_000, 100: 4_000, 1000: 6_000, 10_000: 8_000 };

const NOTES = [
  "Times: ms, of one member, lower quartile; core: core-crypto (OpenMLS in WASM) on the same commits and Welcomes.",
  "update, remove, add: MLS messages as PublicMessage; sealed: the update as the key server sees it.",
  "Welcome: for one joiner, with the tree. Credentials are as long as those of a call.",
  "reference: published elsewhere for a membership change.",
  "fresh: every parent blank, which no call has: the worst that a tree can be.",
  "crowd: all come in at once, 16 by a commit, by the turns of a call; update B and remove B are the largest of what follows.",
  "storm: real members over a real key server in its own process, on this machine's processors.",
];

/** Everything measured, by kind. */
interface Findings {
  readonly groups: GroupMeasurement[];
  readonly crowds: CrowdMeasurement[];
  readonly admissions: AdmissionMeasurement[];
  readonly storms: (StormResult & { readonly suite: string })[];
}

/** The benchmark `mls`. */
export const benchMls: Bench = async ({ quick, say }) => {
  const found: Findings = { groups: [], crowds: [], admissions: [], storms: [] };
  const notes = [...NOTES];
  const measured = async (what: string, measure: () => Promise<void>) => {
    const begin = performance.now();
    try {
      await measure();
    } catch (error) {
      notes.push(`${what}: no figure; ${error instanceof Error ? error.message : String(error)}.`);
    }
    say(`${what}: ${((performance.now() - begin) / 1000).toFixed(1)} s`);
  };
  for (const name of SUITES) {
    const suite = await loadSuite(name, random);
    for (const members of quick ? QUICK_SIZES : SIZES) {
      for (const tree of ["warm", "fresh"] as const)
        await measured(`${name} ${tree} ${members}`, async () => {
          found.groups.push(await measureGroup(suite, members, tree));
        });
    }
    for (const members of quick ? QUICK_CROWD_SIZES : CROWD_SIZES)
      await measured(`${name} crowd ${members}`, async () => {
        found.crowds.push(await measureCrowd(suite, members));
      });
    await measured(`${name} ways in`, () => admit(suite, found.admissions));
    await measured(`${name} storm of ${STORM_SIZE}`, async () => {
      found.storms.push({ suite: name, ...(await joinStorm(STORM_SIZE, name)) });
    });
  }
  notes.push(...computedNote(found.groups));
  const rows = [
    ...found.groups.map(groupRow),
    ...found.crowds.map(crowdRow),
    ...found.admissions.map(admissionRow),
    ...found.storms.map(stormRow),
  ];
  return { bench: "mls", figures: figuresOf(found), rows, notes };
};

async function admit(suite: MlsSuite, admissions: AdmissionMeasurement[]): Promise<void> {
  admissions.push(await admitByBatches(suite, STORM_SIZE));
  admissions.push(await admitByExternalCommits(suite, STORM_SIZE));
}

function figuresOf({ groups, crowds, storms }: Findings): Record<string, number> {
  const group = (tree: TreeKind, members: number) =>
    groups.find((one) => one.suite === "classical" && one.tree === tree && one.members === members);
  const crowd = (suite: string, members: number) =>
    crowds.find((one) => one.suite === suite && one.members === members);
  const storm = (suite: string) => storms.find((one) => one.suite === suite);
  const [warm100, warm1000] = [group("warm", 100), group("warm", 1000)];
  const figures: Readonly<Record<string, number | undefined>> = {
    updateBytesWarm100: warm100?.updateBytes,
    updateSealedBytesWarm100: warm100?.updateSealedBytes,
    updateBytesStorm100: largest(crowd("classical", 100)),
    updateBytesStorm250: largest(crowd("classical", 250)),
    updateBytesStorm500: largest(crowd("classical", 500)),
    updateBytesStorm1000: largest(crowd("classical", 1000)),
    updateBytesStorm100Xwing: largest(crowd("xwing", 100)),
    updateBytesWarm1000: warm1000?.updateBytes,
    updateBytesWarm10000Computed: computedBytes(groups),
    processRatioToCoreCrypto100: ratio(warm100?.processMs, warm100?.coreProcessMs),
    commitRatioToCoreCrypto100: ratio(warm100?.commitMs, warm100?.coreCommitMs),
    joinStorm100Ms: rounded(storm("classical")?.ms),
    joinStorm100CpuMsPerMember: rounded(storm("classical")?.cpuMsPerMember),
    joinStorm100XwingMs: rounded(storm("xwing")?.ms),
    joinStorm100XwingCpuMsPerMember: rounded(storm("xwing")?.cpuMsPerMember),
  };
  return Object.fromEntries(
    Object.entries(figures).filter((entry): entry is [string, number] => entry[1] !== undefined),
  );
}

function largest(crowd: CrowdMeasurement | undefined): number | undefined {
  return crowd && Math.max(crowd.largestUpdateBytes, crowd.largestChangeBytes);
}

function ratio(ours: number | undefined, theirs: number | undefined): number | undefined {
  return ours === undefined || theirs === undefined ? undefined : rounded(ours / theirs);
}

/** A warm update grows by as much with each factor of ten: a path is as long as the tree is high. */
function computedBytes(groups: readonly GroupMeasurement[]): number | undefined {
  const bytes = (members: number) =>
    groups.find((one) => one.suite === "classical" && one.tree === "warm" && one.members === members)
      ?.updateBytes;
  const [hundred, thousand] = [bytes(100), bytes(1000)];
  if (hundred === undefined || thousand === undefined) return undefined;
  return Math.round(thousand + (thousand - hundred) * Math.log10(COMPUTED_SIZE / 1000));
}

function computedNote(groups: readonly GroupMeasurement[]): string[] {
  const bytes = computedBytes(groups);
  if (bytes === undefined) return [];
  return [
    `${COMPUTED_SIZE} members: a classical update is ${bytes} bytes, computed from 100 and 1000 members and not measured ` +
      `(reference ${REFERENCE[COMPUTED_SIZE] ?? "-"}). A call takes 500.`,
  ];
}

function groupRow(one: GroupMeasurement): Row {
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

function crowdRow(one: CrowdMeasurement): Row {
  return {
    suite: one.suite,
    tree: "crowd",
    members: one.members,
    "update B": one.largestUpdateBytes,
    "remove B": one.largestChangeBytes,
    "Welcome B": one.welcomeBytes,
    "reference B": REFERENCE[one.members],
    epochs: one.batches,
    "all commits B": one.commitBytes,
  };
}

function admissionRow(one: AdmissionMeasurement): Row {
  return {
    suite: one.suite,
    tree: one.way,
    members: one.members,
    "Welcome B": one.entryBytes,
    epochs: one.epochs,
    "all commits B": one.commitBytes,
    "follow ms": rounded(one.followMs),
    "make ms": rounded(one.makeMs),
  };
}

function stormRow(one: Findings["storms"][number]): Row {
  return {
    suite: one.suite,
    tree: `storm, ${ARRIVALS_MS / 1000} s`,
    members: STORM_SIZE,
    epochs: one.epochs,
    "storm ms": rounded(one.ms),
    "CPU ms/member": rounded(one.cpuMsPerMember),
    "received B/member": Math.round(one.bytesReceivedPerMember),
    "sent B/member": Math.round(one.bytesSentPerMember),
  };
}
