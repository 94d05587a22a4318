import { describe, expect, it } from "vitest";
import { runSchedule } from "../testing/schedule.ts";
import { newSeed } from "../testing/simulation.ts";
import { Tally } from "../testing/tally.ts";

const seed = newSeed();
/** How long new schedules are begun; `SOTTO_SIMULATE_SECONDS` says otherwise. */
const SECONDS = Number(process.env["SOTTO_SIMULATE_SECONDS"] ?? 120);

describe(`random calls, from seed ${seed} on`, () => {
  it("repeat exactly", async () => {
    expect(await runSchedule(seed)).toEqual(await runSchedule(seed));
    expect(await runSchedule(seed + 1)).not.toEqual(await runSchedule(seed));
  });

  it.each([
    ["whatever happens", SECONDS * 0.7, { isHostile: false }],
    ["whatever the key server does", SECONDS * 0.3, { isHostile: true }],
  ] as const)(
    "keep all that must hold, and end with everybody together, %s",
    { timeout: (SECONDS + 60) * 1000 },
    async (_, seconds, options) => {
      const tally = new Tally();
      const until = Date.now() + seconds * 1000;
      while (Date.now() < until) tally.add(await runSchedule(seed + tally.schedules, options));
      const server = options.isHostile ? "hostile key server" : "faulty network";
      process.stdout.write(`\n${server}: ${tally.toString()} (seeds from ${seed} on)\n`);
      expect(tally.schedules).toBeGreaterThan(0);
    },
  );

  it("keep it with the post-quantum suite too", { timeout: 60_000 }, async () => {
    for (let run = 0; run < 5; run += 1) await runSchedule(seed + run, { suite: "xwing" });
  });
});
