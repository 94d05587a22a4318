import { stripVTControlCharacters } from "node:util";
import { ROOT } from "../setup.mjs";

/**
 * @typedef {{ passed: number, failed: number, skipped: number, failures: string[] }} Tally with a line for each failure
 * @typedef {{ fullName?: string, status: string, failureMessages?: string[] }} TestReport
 * @typedef {{ name: string, message?: string, status: string, assertionResults: TestReport[] }} SuiteReport one file in
 *   vitest's JSON report
 * @typedef {{ testResults: SuiteReport[] }} VitestReport
 */

/** How much of a failure's message its line shows, characters. */
const SHOWN = 200;

/**
 * Counts what a vitest run did. What the report does not count is a failure too: a file that could not be loaded, an
 * error outside every test, a run without a report, a run without tests.
 * @param {VitestReport | undefined} report
 * @param {number} exitCode of vitest
 * @returns {Tally}
 */
export function tallyOf(report, exitCode) {
  const suites = report?.testResults ?? [];
  const tests = suites.flatMap((suite) => suite.assertionResults);
  const passed = tests.filter(({ status }) => status === "passed").length;
  const failures = suites.flatMap(failuresOf);
  const skipped = tests.length - passed - tests.filter(({ status }) => status === "failed").length;
  if (failures.length === 0 && (exitCode !== 0 || passed === 0)) {
    failures.push("a run that ended without a result, or with an error outside of every test");
  }
  return { passed, failed: failures.length, skipped, failures };
}

/** @param {SuiteReport} suite @returns {string[]} */
function failuresOf({ name, message = "", status, assertionResults }) {
  if (status !== "failed") return [];
  const failed = assertionResults.filter((test) => test.status === "failed");
  // A hook that fails, or a file that does not load, marks the file and none of its tests.
  if (failed.length === 0) return [lineOf(name, message)];
  return failed.map(({ fullName = "", failureMessages = [] }) =>
    lineOf(`${name} > ${fullName}`, failureMessages[0] ?? ""),
  );
}

/** @param {string} where @param {string} message */
function lineOf(where, message) {
  const words = stripVTControlCharacters(message).trim().replaceAll(/\s+/g, " ");
  return `${where.replace(`${ROOT}/`, "")}: ${words.slice(0, SHOWN)}`;
}

/** @param {Tally[]} tallies @returns {Tally} */
export function sum(tallies) {
  return tallies.reduce(
    (all, { passed, failed, skipped, failures }) => ({
      passed: all.passed + passed,
      failed: all.failed + failed,
      skipped: all.skipped + skipped,
      failures: [...all.failures, ...failures],
    }),
    { passed: 0, failed: 0, skipped: 0, failures: [] },
  );
}

/**
 * The end of a test run: what failed, a line each, and the count as the last line.
 * @param {Tally} tally
 */
export function summary({ passed, failed, skipped, failures }) {
  const count = `${passed} passed, ${failed} failed`;
  return [
    ...failures.map((failure) => `FAILED  ${failure}`),
    skipped > 0 ? `${count}, ${skipped} skipped` : count,
  ]
    .map((line) => `${line}\n`)
    .join("");
}
