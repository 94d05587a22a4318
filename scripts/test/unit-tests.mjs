import { join } from "node:path";
import { runVitest } from "./vitest.mjs";

const CONFIG = "vitest.config.ts";
const MACHINE = join("keyserver-protocol", "src", "member", "machine");

/** Files that compute for minutes, on one core each. */
const MINUTES = [join(MACHINE, "tampering.test.ts"), join(MACHINE, "schedules.test.ts")];

/** All that take more than a few seconds, longest first: begun early, they leave no core idle at the end. */
export const LONG = [
  ...MINUTES,
  join(MACHINE, "storm.test.ts"),
  join("sfu", "src", "operating.test.ts"),
  join(MACHINE, "churn.test.ts"),
  join(MACHINE, "hostileServer.test.ts"),
  join("sfu", "src", "spread.test.ts"),
];

/**
 * Runs all unit tests.
 * @param {NodeJS.ProcessEnv} env
 */
export function runUnitTests(env) {
  return runVitest(CONFIG, env);
}

/**
 * Runs all but those that compute for minutes.
 * @param {NodeJS.ProcessEnv} env
 */
export function runQuickUnitTests(env) {
  return runVitest(CONFIG, env, { args: MINUTES.map((file) => `--exclude=${file}`) });
}

/**
 * Runs those that compute for minutes, one after another, with what others leave of the machine: no time in them is
 * asserted, and tests in browsers mostly wait.
 * @param {NodeJS.ProcessEnv} env
 */
export function runSlowUnitTests(env) {
  return runVitest(CONFIG, env, { prefix: ["nice", "-n", "19"], args: ["--maxWorkers=1", ...MINUTES] });
}
