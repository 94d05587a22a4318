import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ROOT } from "../setup.mjs";
import { tallyOf } from "./tally.mjs";

/**
 * Runs vitest with its own output on this terminal, and counts from its machine-readable report.
 * @param {string} config file name at the root
 * @param {NodeJS.ProcessEnv} env
 * @param {{ prefix?: readonly string[], args?: readonly string[] }} [options] what to put before the command, to run
 *   it somewhere else; what to add to it, as the files to run, if not all
 * @returns {Promise<import("./tally.mjs").Tally>}
 */
export async function runVitest(config, env, { prefix = [], args = [] } = {}) {
  const scratch = mkdtempSync(join(tmpdir(), "sotto-test-"));
  const reportFile = join(scratch, "report.json");
  try {
    const program = join(ROOT, "node_modules", "vitest", "vitest.mjs");
    const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${reportFile}`];
    const command = [...prefix, process.execPath, program, "run", "--config", config, ...reporters, ...args];
    const exitCode = await spawned(command, env);
    return tallyOf(readReport(reportFile), exitCode);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

/** @param {string[]} command @param {NodeJS.ProcessEnv} env @returns {Promise<number>} */
function spawned([program = "", ...args], env) {
  return new Promise((resolve) => {
    const child = spawn(program, args, { cwd: ROOT, env, stdio: ["ignore", "inherit", "inherit"] });
    const stop = () => child.kill("SIGTERM");
    process.once("exit", stop);
    child.once("error", () => resolve(1));
    child.once("close", (code) => {
      process.off("exit", stop);
      resolve(code ?? 1);
    });
  });
}

/** @param {string} path @returns {import("./tally.mjs").VitestReport | undefined} */
function readReport(path) {
  try {
    return JSON.parse(readFileSync(path, "utf8"));
  } catch {
    // No report, or half of one: vitest itself broke, and the tally counts that as a failure.
    return undefined;
  }
}
