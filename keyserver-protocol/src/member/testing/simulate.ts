/**
 * `npm run simulate`: lets random calls happen, from seeds that nobody has seen, until the time is over.
 *
 *   --seconds N     how long (60)
 *   --seed N        this one run, again
 *   --hostile       with a key server that means ill
 *   --suite xwing   with the post-quantum suite
 *
 * A run in which something that must hold does not is told with the seed that repeats it; the exit code is 1 then.
 */
import { parseArgs } from "node:util";
import { runSchedule } from "./schedule.ts";
import { ScheduleFailure, type ScheduleOptions } from "./scheduleReport.ts";
import { Tally } from "./tally.ts";

const { values } = parseArgs({
  options: {
    seconds: { type: "string" },
    seed: { type: "string" },
    suite: { type: "string" },
    hostile: { type: "boolean", default: false },
  },
});
const options: ScheduleOptions = {
  suite: values.suite === "xwing" ? "xwing" : "classical",
  isHostile: values.hostile,
};
const failures: ScheduleFailure[] = [];
const tally = new Tally();

async function run(seed: number): Promise<void> {
  try {
    tally.add(await runSchedule(seed, options));
  } catch (error) {
    if (!(error instanceof ScheduleFailure)) throw error;
    failures.push(error);
    process.stdout.write(`\n${error.message}\n`);
  }
}

if (values.seed !== undefined) {
  await run(Number(values.seed));
} else {
  // The random numbers of the simulation are not the ones that choose the seeds.
  const random = crypto.getRandomValues.bind(crypto);
  const until = Date.now() + Number(values.seconds ?? 60) * 1000;
  while (Date.now() < until) {
    await run(random(new Uint32Array(1))[0] ?? 0);
    process.stdout.write(`\r${tally.toString()}, ${failures.length} failed `);
  }
}
process.stdout.write(`\n${tally.toString()}\n`);
if (failures.length > 0) {
  process.stdout.write(`failed: ${failures.map(({ seed }) => seed).join(" ")}\n`);
  process.exitCode = 1;
}
