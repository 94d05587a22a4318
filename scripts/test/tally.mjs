/**
 * @typedef {{ passed: number, failed: number, skipped: number }} Tally
 * @typedef {{ name: string, message?: string, status: string,
 *   assertionResults: { status: string }[] }} SuiteReport one file in vitest's JSON report
 * @typedef {{ testResults: SuiteReport[] }} VitestReport
 */

/**
 * Counts what a vitest run did. What the report does not count is a failure too: a file that could not be loaded, an
 * error outside every test, a run without a report, a run without tests.
 * @param {VitestReport | undefined} report
 * @param {number} exitCode of vitest
 * @returns {Tally}
 */
export function tallyOf(report, exitCode) {
  const suites = report?.testResults ?? [];
  const statuses = suites.flatMap((suite) => suite.assertionResults.map((test) => test.status));
  const passed = statuses.filter((status) => status === "passed").length;
  const failedTests = statuses.filter((status) => status === "failed").length;
  // A hook that fails, or a file that does not load, marks the file and none of its tests.
  const failedFiles = suites.filter(
    (suite) => suite.status === "failed" && !suite.assertionResults.some((test) => test.status === "failed"),
  ).length;
  const failed = failedTests + failedFiles;
  const skipped = statuses.length - passed - failedTests;
  if (failed === 0 && (exitCode !== 0 || passed === 0)) return { passed, failed: 1, skipped };
  return { passed, failed, skipped };
}

/** @param {Tally[]} tallies @returns {Tally} */
export function sum(tallies) {
  return tallies.reduce(
    (all, { passed, failed, skipped }) => ({
      passed: all.passed + passed,
      failed: all.failed + failed,
      skipped: all.skipped + skipped,
    }),
    { passed: 0, failed: 0, skipped: 0 },
  );
}

/**
 * The last line of a test run.
 * @param {Tally} tally
 */
export function summaryLine({ passed, failed, skipped }) {
  const line = `${passed} passed, ${failed} failed`;
  return skipped > 0 ? `${line}, ${skipped} skipped` : line;
}
