import { describe, expect, it } from "vitest";
import { runSchedule } from "../testing/schedule.ts";
import { newSeed } from "../testing/simulation.ts";
import { Tally } from "../testing/tally.ts";

const seed = newSeed();
/** How long new schedules are begun; `SOTTO_SIMULATE_SECONDS` says otherwise. */
const SECONDS = Number(process.env["SOTTO_SIMULATE_SECONDS"] ?? 120);

describe(`random calls, from seed ${seed} on`, () => {
  it("repeats a schedule exactly", async () => {
    expect(await runSchedule(seed)).toEqual(await runSchedule(seed));
  });

  it(
    "keeps all that must hold, and brings everybody together, whatever happens",
    { timeout: (SECONDS + 60) * 1000 },
    async () => {
      const tally = new Tally();
      const until = Date.now() + SECONDS * 1000;
      while (Date.now() < until) tally.add(await runSchedule(seed + tally.schedules));
      process.stdout.write(`\n${tally.toString()} (seeds from ${seed} on)\n`);
      expect(tally.schedules).toBeGreaterThan(0);
    },
  );

  it("keeps it with the post-quantum suite too", { timeout: 60_000 }, async () => {
    for (let run = 0; run < 5; run += 1) await runSchedule(seed + run, { suite: "xwing" });
  });
});
