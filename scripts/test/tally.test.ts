import { describe, expect, it } from "vitest";
import { sum, summary, tallyOf } from "./tally.mjs";

const suite = (status: string, ...tests: string[]) => ({
  name: "a.test.ts",
  message: "it did\n  not load",
  status,
  assertionResults: tests.map((test, at) => ({
    status: test,
    fullName: `test ${at}`,
    failureMessages: test === "failed" ? ["expected this\nnot that"] : [],
  })),
});
const report = (...testResults: ReturnType<typeof suite>[]) => ({ testResults });

describe("tallyOf", () => {
  it("counts tests over all files", () => {
    const run = report(
      suite("passed", "passed", "passed", "skipped"),
      suite("failed", "passed", "failed", "todo"),
    );
    expect(tallyOf(run, 1)).toEqual({
      ...{ passed: 3, failed: 1, skipped: 2 },
      failures: ["a.test.ts > test 1: expected this not that"],
    });
  });

  it("counts a file that did not load as a failure", () => {
    expect(tallyOf(report(suite("passed", "passed"), suite("failed")), 1)).toEqual({
      ...{ passed: 1, failed: 1, skipped: 0 },
      failures: ["a.test.ts: it did not load"],
    });
  });

  it("counts a file whose hook failed after its tests passed", () => {
    expect(tallyOf(report(suite("failed", "passed")), 1).failed).toBe(1);
  });

  it("counts an error outside every test: all passed, yet the run failed", () => {
    expect(tallyOf(report(suite("passed", "passed")), 1)).toMatchObject({ passed: 1, failed: 1, skipped: 0 });
  });

  it("counts a run without a report, or without a test that ran, as a failure", () => {
    expect(tallyOf(undefined, 1).failed).toBe(1);
    expect(tallyOf(undefined, 0).failed).toBe(1);
    expect(tallyOf(report(), 0).failed).toBe(1);
    expect(tallyOf(report(suite("passed", "skipped")), 0)).toMatchObject({
      ...{ passed: 0, failed: 1, skipped: 1 },
    });
  });

  it("adds nothing to an ordinary pass", () => {
    expect(tallyOf(report(suite("passed", "passed")), 0)).toEqual({
      ...{ passed: 1, failed: 0, skipped: 0 },
      failures: [],
    });
  });
});

describe("the end of a run", () => {
  it("says what failed, adds up the parts, and mentions skipped tests only if there are any", () => {
    const all = sum([
      { passed: 2, failed: 0, skipped: 0, failures: [] },
      { passed: 3, failed: 1, skipped: 0, failures: ["a.test.ts: no"] },
    ]);
    expect(summary(all)).toBe("FAILED  a.test.ts: no\n5 passed, 1 failed\n");
    expect(summary({ ...all, skipped: 4, failures: [] })).toBe("5 passed, 1 failed, 4 skipped\n");
  });
});
