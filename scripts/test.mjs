/**
 * `npm test`: static checks, then unit tests, then tests in a browser. With a name, only that part:
 *
 *   npm run check   format, lint, types, direction of dependencies, patches
 *   npm run unit    fast tests
 *   npm run e2e     tests in a browser
 *
 * Static checks run beside the unit tests: one of each begins with what takes longest on one core. Tests in a browser have
 * the machine to themselves.
 * Goes on after failures; the last line is the count, and the exit code is 0 only if nothing failed.
 */
import "./setup/require-node.mjs";
import { setUp, showFailure } from "./setup.mjs";
import { exitWhenAsked } from "./setup/ending.mjs";
import { sum, summary } from "./test/tally.mjs";

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
  const quick = parts.filter((part) => part !== "e2e").map((part) => runPart(part, env));
  tallies.push(...(await Promise.all(quick)));
  if (parts.includes("e2e")) tallies.push(await runPart("e2e", env));
} catch (error) {
  showFailure(error);
  tallies.push({ passed: 0, failed: 1, skipped: 0, failures: [String(error)] });
}
const all = sum(tallies);
process.stdout.write(`\n${summary(all)}`);
process.exitCode = all.failed === 0 && all.passed > 0 ? 0 : 1;

/**
 * @param {string} part
 * @param {NodeJS.ProcessEnv} env
 */
async function runPart(part, env) {
  // Loaded only now: set-up may just have installed what these need.
  if (part === "check") {
    const { runStaticChecks } = await import("./test/static-checks.mjs");
    const said = ["\n== check\n"];
    try {
      return await runStaticChecks((text) => said.push(text), parts.includes("unit") ? 1 : undefined);
    } finally {
      process.stdout.write(said.join(""));
    }
  }
  process.stdout.write(`\n== ${part}\n`);
  if (part === "unit") {
    const { runUnitTests } = await import("./test/unit-tests.mjs");
    return runUnitTests(env);
  }
  const { runBrowserTests } = await import("./test/browser-tests.mjs");
  return runBrowserTests(env);
}
