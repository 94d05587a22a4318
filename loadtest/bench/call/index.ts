import { availableParallelism } from "node:os";
import { LoadTest, ownDeployment, type Results, scenarioFrom } from "../../src/run/index.ts";
import { type Bench, type Row, rounded } from "../report.ts";

const SIZES = [10, 25, 50, 100];
/** The size whose figures are watched. */
const WATCHED = 25;
/** Who speaks, with a camera; everybody else has both off. */
const PUBLISHERS = 4;
/** Longer than a change of the epoch takes with everybody of a large call on one machine. */
const SECONDS = 25;
const QUICK_SECONDS = 12;
/** How often a call gets new keys if nobody asks for anything else, s; and two such periods. */
const USUAL_ROTATION = 30;
const QUIET_SECONDS = 60;
/** So that changes of the epoch can be counted. */
const FAST_ROTATION = 5;

/** Whole calls of headless participants: how fast they join, and how fast keys change. */
export const benchCall: Bench = async ({ quick, say }) => {
  const rows: Row[] = [];
  const figures: Record<string, number> = {};
  for (const size of quick ? SIZES.slice(0, 2) : SIZES) {
    const seconds = quick ? QUICK_SECONDS : SECONDS;
    const steady = await call(size, { seconds, rotateSeconds: FAST_ROTATION }, say);
    // People that leave and are replaced: each leaving is a removal, each coming is an epoch too.
    const moving = await call(size, { seconds, churnPerMinute: 20 }, say);
    rows.push(rowOf(size, steady, moving));
    const failures = steady.frames.decryptFailures + moving.frames.decryptFailures;
    figures["decryptFailures"] = (figures["decryptFailures"] ?? 0) + failures;
    if (size !== WATCHED) continue;
    const quiet = await call(size, { seconds: QUIET_SECONDS }, say);
    Object.assign(figures, figuresOf(steady, moving, quiet));
  }
  return {
    bench: "call",
    figures,
    rows,
    notes: [
      `${PUBLISHERS} of each call send sound and a camera's picture, the others receive; all members run on this machine's ${availableParallelism()} cores, together with the servers.`,
      "A member alone on its device takes a change of the epoch as one of the sum's parts: above some size, the load tester is what is measured. 'late' is by how much its processes were.",
      "Rotation every 5 s; for removals every 30 s, with 20 people a minute who leave and others who come. The watched key bytes are those of a call where nobody moves, with rotation every 30 s.",
    ],
  };
};

async function call(size: number, change: object, say: (line: string) => void): Promise<Results> {
  const scenario = scenarioFrom(undefined, {
    ...{ participants: size, publishers: PUBLISHERS, tiles: 4, arrivalMs: 150 },
    ...{ rotateSeconds: USUAL_ROTATION, ...change },
  });
  const deployment = await ownDeployment(undefined);
  try {
    const test = new LoadTest({
      ...{ scenario, deployment, processes: availableParallelism() },
      onProgress: ({ phase, moment, seconds }) => {
        if (moment.at % 5 === 0)
          say(`${size} people, ${phase}: ${moment.joined} there, ${Math.round(seconds)} s`);
      },
    });
    return await test.run();
  } finally {
    await deployment.close();
  }
}

function rowOf(size: number, steady: Results, moving: Results): Row {
  return {
    people: size,
    joined: steady.people.joined,
    "join p50": rounded(steady.joinMs.p50),
    "join p95": rounded(steady.joinMs.p95),
    "first frame p95": rounded(steady.firstFrameMs.p95),
    "new key p95": rounded(steady.epochKeyMs.p95),
    "epoch change p50": rounded(steady.epochChangeMs.p50),
    "epoch change p95": rounded(steady.epochChangeMs.p95),
    "removal p50": rounded(moving.removalMs.p50),
    "removal p95": rounded(moving.removalMs.p95),
    "key B/min": steady.keyBytesPerMinute,
    "delay p95": rounded(steady.delayMs.p95),
    "lost %": rounded(steady.frames.lossPercent),
    "not decrypted": steady.frames.decryptFailures + moving.frames.decryptFailures,
    "tester cores": rounded(steady.tester.cores),
    "late ms": rounded(steady.tester.lateP95),
  };
}

function figuresOf(steady: Results, moving: Results, quiet: Results): Record<string, number> {
  const found = {
    joinP95Ms25: steady.joinMs.p95,
    epochChangeP95Ms25: steady.epochChangeMs.p95,
    removalP95Ms25: moving.removalMs.p95,
    keyBytesPerMinute25: quiet.keyBytesPerMinute,
  };
  return Object.fromEntries(
    Object.entries(found).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, Math.round(value)]],
    ),
  );
}
