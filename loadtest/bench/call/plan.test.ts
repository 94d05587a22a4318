import { expect, it } from "vitest";
import { longestSeconds, plannedCalls, WATCHED } from "./plan.ts";

it("measures what is watched before everything else", () => {
  for (const quick of [true, false])
    expect(plannedCalls(quick).slice(0, 3)).toMatchObject([
      { size: WATCHED, kind: "steady" },
      { size: WATCHED, kind: "moving" },
      { size: WATCHED, kind: "quiet" },
    ]);
});

it("has all sizes in a whole run, and the usual ones of it fit into nine minutes", () => {
  const calls = plannedCalls(false);
  expect([...new Set(calls.map(({ size }) => size))]).toEqual([25, 10, 50, 100]);
  // Without the patience for those who are late, which a call takes only on a slow machine.
  const usual = calls.reduce((sum, call) => sum + longestSeconds(call) - call.seconds, 0);
  expect(usual).toBeLessThan(540);
});
