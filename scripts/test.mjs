/**
 * `npm test`: static checks, then unit tests, then tests in a browser. With a name, only that part:
 *
 *   npm run check   format, lint, types, direction of dependencies, patches
 *   npm run unit    fast tests
 *   npm run e2e     tests in a browser
 *
 * All together, the unit tests that compute for minutes run beside those in a browser, which mostly wait.
 * Goes on after failures; the last line is the count, and the exit code is 0 only if nothing failed.
 */
import "./setup/require-node.mjs";
import { setUp, showFailure } from "./setup.mjs";
import { exitWhenAsked } from "./setup/ending.mjs";
import { sum, summaryLine } from "./test/tally.mjs";

const PARTS = ["check", "unit", "e2e"];

const wanted = process.argv.slice(2);
const unknown = wanted.find((part) => !PARTS.includes(part));
if (unknown !== undefined) {
  process.stderr.write(`There is no part "${unknown}". The parts are ${PARTS.join(", ")}; none means all.\n`);
  process.exit(2);
}
exitWhenAsked();

const parts = wanted.length > 0 ? PARTS.filter((part) => wanted.includes(part)) : PARTS;
/** @type {import("./test/tally.mjs").Tally[]} */
const tallies = [];
try {
  const added = await setUp({
    worker: parts.includes("unit") || parts.includes("e2e"),
    browser: parts.includes("e2e"),
  });
  const env = { ...process.env, ...added };
  for (const part of parts) tallies.push(await runPart(part, env));
} catch (error) {
  showFailure(error);
  tallies.push({ passed: 0, failed: 1, skipped: 0 });
}
const all = sum(tallies);
process.stdout.write(`\n${summaryLine(all)}\n`);
process.exitCode = all.failed === 0 && all.passed > 0 ? 0 : 1;

/**
 * @param {string} part
 * @param {NodeJS.ProcessEnv} env
 */
async function runPart(part, env) {
  process.stdout.write(`\n== ${part}\n`);
  // Loaded only now: set-up may just have installed what these need.
  if (part === "check") {
    const { runStaticChecks } = await import("./test/static-checks.mjs");
    return runStaticChecks((text) => process.stdout.write(text));
  }
  const unit = await import("./test/unit-tests.mjs");
  const isBoth = parts.includes("unit") && parts.includes("e2e");
  if (part === "unit") return isBoth ? unit.runQuickUnitTests(env) : unit.runUnitTests(env);
  const { runBrowserTests } = await import("./test/browser-tests.mjs");
  return sum(await Promise.all([runBrowserTests(env), ...(isBoth ? [unit.runSlowUnitTests(env)] : [])]));
}
