import { expect, it } from "vitest";
import { testerLimits } from "./testerLimits.ts";

const idle = { cores: 1, lateP95: 12, keysLateP95: 200, arrivalBusy: 0.5, busy: 0.5 };

it("the load tester is no limit on a machine with room, whose members change keys at once", () => {
  expect(testerLimits(idle, 80, 120)).toEqual([]);
  expect(testerLimits(idle, 5, 40)).toEqual([]);
  expect(testerLimits({ ...idle, lateP95: undefined }, undefined, undefined)).toEqual([]);
});

it("the load tester says of each figure for which it is the limit", () => {
  const names = (limits: readonly string[]): string[] => limits.map((limit) => limit.split(":")[0] ?? "");
  expect(names(testerLimits({ ...idle, arrivalBusy: 0.95 }, 80, 120))).toEqual(["joining"]);
  expect(names(testerLimits({ ...idle, busy: 0.95 }, 80, 120))).toEqual(["everything"]);
  expect(names(testerLimits({ ...idle, lateP95: 40 }, 80, 120))).toEqual(["delays"]);
  expect(names(testerLimits(idle, 80, 400))).toEqual(["changes of keys"]);
});
