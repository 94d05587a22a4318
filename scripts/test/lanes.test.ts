import { expect, test } from "vitest";
import { divide } from "./lanes.mjs";

test("every file is in exactly one lane, and the lanes take about as long", () => {
  const seconds: Record<string, number> = { a: 10, b: 60, c: 20, d: 30, e: 5, f: 45 };
  const lanes = divide(Object.keys(seconds), 2, (file) => seconds[file] ?? 0);
  expect(lanes.flat().sort()).toEqual(["a", "b", "c", "d", "e", "f"]);
  expect(lanes.map((lane) => lane.reduce((sum, file) => sum + (seconds[file] ?? 0), 0))).toEqual([85, 85]);
});

test("fewer files than lanes leave no lane empty", () => {
  expect(divide(["a"], 2, () => 1)).toEqual([["a"]]);
});
