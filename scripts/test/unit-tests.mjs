import { join } from "node:path";
import { runVitest } from "./vitest.mjs";

const CONFIG = "vitest.config.ts";
const MACHINE = join("keyserver-protocol", "src", "member", "machine");

/** All that take more than a few seconds, longest first: begun early, they leave no core idle at the end. */
export const LONG = [
  join(MACHINE, "schedules.test.ts"),
  join(MACHINE, "tampering.test.ts"),
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
