import { availableParallelism } from "node:os";
import { LoadTest, ownDeployment, type Results, scenarioFrom } from "../../src/run/index.ts";
import { type Bench, chosen, lineOf, type Row, rounded } from "../report.ts";
import { ARRIVAL_MS, FAST_ROTATION, longestSeconds, type PlannedCall, plannedCalls } from "./plan.ts";
import { USUAL_ROTATION, WATCHED } from "./plan.ts";

/** Who speaks, with a camera; everybody else has both off. */
const PUBLISHERS = 4;
const CHURN_PER_MINUTE = 20;
/** No call is begun that might end later than this, s: a run of everything takes no more than nine minutes. */
const WHOLE_SECONDS = 530;

/** Whole calls of headless participants: how fast they join, and how fast keys change. */
export const benchCall: Bench = async ({ quick, only, say }) => {
  const begin = performance.now();
  const found: { planned: PlannedCall; results: Results }[] = [];
  const left: PlannedCall[] = [];
  const calls = plannedCalls(quick);
  const sizes = chosen([...new Set(calls.map(({ size }) => size))], String, only);
  for (const planned of calls.filter(({ size }) => sizes.includes(size))) {
    if ((performance.now() - begin) / 1_000 + longestSeconds(planned) > WHOLE_SECONDS) {
      left.push(planned);
      continue;
    }
    const results = await run(planned, say);
    found.push({ planned, results });
    say(lineOf(rowOf(planned, results)));
  }
  found.sort((one, other) => one.planned.size - other.planned.size);
  return {
    bench: "call",
    figures: figuresOf(found),
    rows: found.map(({ planned, results }) => rowOf(planned, results)),
    notes: [
      `${PUBLISHERS} of each call send sound and a camera's picture, the others receive; all members run on this machine's ${availableParallelism()} cores, together with the servers.`,
      `steady: keys change every ${FAST_ROTATION} s. moving: every ${USUAL_ROTATION} s, and ${CHURN_PER_MINUTE} people a minute leave and others come. quiet: every ${USUAL_ROTATION} s.`,
      "first key: until one other member has the new key, which is what a member on a device of its own takes; new key: until the last one has it.",
      ...found.flatMap(({ planned: { size, kind }, results: { tester } }) =>
        tester.limits.map((limit) => `${size}, ${kind}: the load tester is the limit of ${limit}.`),
      ),
      ...left.map(({ size, kind }) => `${size}, ${kind}: no time was left; --only ${size} does it alone.`),
    ],
  };
};

async function run({ size, kind, seconds }: PlannedCall, say: (line: string) => void): Promise<Results> {
  const scenario = scenarioFrom(undefined, {
    ...{ participants: size, publishers: PUBLISHERS, tiles: 4, arrivalMs: ARRIVAL_MS, seconds },
    rotateSeconds: kind === "steady" ? FAST_ROTATION : USUAL_ROTATION,
    ...(kind === "moving" && { churnPerMinute: CHURN_PER_MINUTE }),
  });
  const deployment = await ownDeployment(undefined);
  try {
    const test = new LoadTest({
      ...{ scenario, deployment, processes: availableParallelism() },
      onProgress: ({ phase, moment, seconds: passed }) => {
        if (moment.at % 5 === 0)
          say(`${size}, ${kind}, ${phase}: ${moment.joined} there, ${Math.round(passed)} s`);
      },
    });
    return await test.run();
  } finally {
    await deployment.close();
  }
}

function rowOf({ size, kind }: PlannedCall, results: Results): Row {
  const { joinMs, firstFrameMs, firstKeyMs, epochKeyMs, epochChangeMs, removalMs, tester } = results;
  return {
    ...{ people: size, call: kind, joined: results.people.joined },
    ...{ "join p50": rounded(joinMs.p50), "join p95": rounded(joinMs.p95) },
    "first frame p95": rounded(firstFrameMs.p95),
    ...{ "first key p50": rounded(firstKeyMs.p50), "new key p50": rounded(epochKeyMs.p50) },
    ...{ "change p50": rounded(epochChangeMs.p50), "change p95": rounded(epochChangeMs.p95) },
    ...{ "removal p50": rounded(removalMs.p50), "removal p95": rounded(removalMs.p95) },
    "key B/min": results.keyBytesPerMinute,
    ...{ "delay p95": rounded(results.delayMs.p95), "lost %": rounded(results.frames.lossPercent) },
    "not decrypted": results.frames.decryptFailures,
    ...{ "media late": rounded(tester.lateP95), "keys late": rounded(tester.keysLateP95) },
    "busy %": rounded(100 * tester.busy),
  };
}

function figuresOf(
  found: readonly { readonly planned: PlannedCall; readonly results: Results }[],
): Record<string, number> {
  const watched = (kind: PlannedCall["kind"]): Results | undefined =>
    found.find(({ planned }) => planned.size === WATCHED && planned.kind === kind)?.results;
  const figures: Readonly<Record<string, number | undefined>> = {
    joinP95Ms25: watched("steady")?.joinMs.p95,
    epochChangeP95Ms25: watched("steady")?.epochChangeMs.p95,
    removalP95Ms25: watched("moving")?.removalMs.p95,
    keyBytesPerMinute25: watched("quiet")?.keyBytesPerMinute,
    decryptFailures: found.reduce((sum, { results }) => sum + results.frames.decryptFailures, 0),
  };
  return Object.fromEntries(
    Object.entries(figures).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, Math.round(value)]],
    ),
  );
}
