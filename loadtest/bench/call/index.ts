import { availableParallelism } from "node:os";
import { LoadTest, ownDeployment, type Results, scenarioFrom } from "../../src/run/index.ts";
import { type Bench, chosen, lineOf } from "../report.ts";
import { ARRIVAL_MS, CHURN_PER_MINUTE, FAST_ROTATION, longestSeconds, type PlannedCall } from "./plan.ts";
import { plannedCalls, PUBLISHERS, USUAL_ROTATION } from "./plan.ts";
import { type MeasuredCall, rowOf, summaryOf } from "./summary.ts";

/** No call is begun that might end later than this, s: a run of everything takes no more than nine minutes. */
const WHOLE_SECONDS = 530;

/** Whole calls of headless participants: how fast they join, and how fast keys change. */
export const benchCall: Bench = async ({ quick, only, say }) => {
  const begin = performance.now();
  const found: MeasuredCall[] = [];
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
    say(lineOf(rowOf({ planned, results })));
  }
  return summaryOf(found, left);
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
