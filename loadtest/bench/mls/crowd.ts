import type { MlsSuite, PreparedCommit } from "@sotto/keyserver-protocol/member/mls";
import { Crowd, type CrowdCommit } from "@sotto/keyserver-protocol/member/mls/testing";
import { timed } from "../timing.ts";
import { checkLikeACall, identityOf } from "./identities.ts";

/** As in a call. */
const BATCH = 16;
/** Updates that follow a storm, and are looked at. */
const UPDATES = 60;
/** Of how many leaves, evenly spread, the removal is tried right after the storm. */
const REMOVALS = 24;
/** Between updates one removal is tried, of the leaf that is this much further on: it has no common factor with most sizes. */
const STRIDE = 37;

/** What a storm costs in bytes. None of its commits is processed, so it has no times but those of its makers. */
export interface CrowdMeasurement {
  readonly suite: string;
  readonly members: number;
  readonly batches: number;
  /** All commits of the storm together: each member gets all that come after its own. */
  readonly commitBytes: number;
  /** The largest Welcome, with the tree. */
  readonly welcomeBytes: number;
  /** Largest update in what follows. */
  readonly largestUpdateBytes: number;
  /** Largest commit that removes or adds one member, by whoever's turn it is, tried all along. */
  readonly largestChangeBytes: number;
  /** Time of all who made a commit, ms. */
  readonly makersMs: number;
}

/** A storm of joiners, sixteen by a commit, by the turns of a call; then updates, and changes at every moment of them. */
export async function measureCrowd(suite: MlsSuite, members: number): Promise<CrowdMeasurement> {
  const crowd = await Crowd.begin(suite, identityOf, checkLikeACall);
  const { ms: makersMs, result: sizes } = await timed(() => crowd.grow(members - 1, BATCH));
  const changes: number[] = [];
  const tryChange = async (commit: CrowdCommit) =>
    changes.push(sizeOf(await crowd.prepare(crowd.nextCommitter(commit.removes), commit)));
  const { leaves } = crowd;
  const step = Math.max(1, Math.floor(leaves.length / REMOVALS));
  if (members > 2) {
    for (let index = 0; index < leaves.length; index += step)
      await tryChange({ removes: leaves.slice(index, index + 1) });
  }
  const updates: number[] = [];
  for (let update = 0; update < Math.min(UPDATES, members); update += 1) {
    if (update % 4 === 0) {
      await tryChange({ joiners: 1 });
      const index = (update * STRIDE) % leaves.length;
      if (members > 2) await tryChange({ removes: leaves.slice(index, index + 1) });
    }
    const prepared = await crowd.prepare(crowd.nextUpdater(), {});
    updates.push(sizeOf(prepared));
    prepared.adopt();
  }
  return {
    suite: suite.name,
    members,
    batches: sizes.length,
    commitBytes: sizes.reduce((sum, { commitBytes }) => sum + commitBytes, 0),
    welcomeBytes: Math.max(...sizes.map(({ welcomeBytes }) => welcomeBytes)),
    largestUpdateBytes: Math.max(...updates),
    largestChangeBytes: Math.max(...changes),
    makersMs,
  };
}

function sizeOf({ message }: PreparedCommit): number {
  return message.length;
}
