import { join } from "node:path";
import { ROOT } from "../setup.mjs";
import { run } from "../setup/run.mjs";

/** The packages, and "." for scripts and configuration. */
const TYPECHECKED = ["shared", "keyserver-protocol", "sfu", "client", "loadtest", "."];
const CRUISED = ["shared", "keyserver-protocol", "sfu", "client", "loadtest"];

/** @type {{ name: string, program: string, args: string[] }[]} each is a program of an npm package, or of ours */
const CHECKS = [
  { name: "format", program: "prettier/bin/prettier.cjs", args: ["--check", "--log-level", "warn", "."] },
  { name: "lint", program: "eslint/bin/eslint.js", args: ["--max-warnings", "0", "."] },
  ...TYPECHECKED.map((folder) => ({
    name: `types of ${folder === "." ? "scripts" : folder}`,
    program: "typescript/bin/tsc",
    args: ["--noEmit", "--project", join(folder, "tsconfig.json")],
  })),
  {
    name: "direction of dependencies",
    program: "dependency-cruiser/bin/dependency-cruise.mjs",
    args: ["--config", ".dependency-cruiser.cjs", ...CRUISED],
  },
  { name: "patches", program: "../scripts/test/check-patches.mjs", args: [] },
];

/** How many may run at once. Two, because each takes a core and up to a gigabyte. */
export const MOST_AT_ONCE = 2;

/**
 * Runs every static check, goes on after failures, and shows the output of those that fail.
 * @param {(text: string) => void} print
 * @param {number} atOnce how many run side by side
 * @returns {Promise<import("./tally.mjs").Tally>} each check counts as one
 */
export async function runStaticChecks(print, atOnce = MOST_AT_ONCE) {
  /** @type {import("./tally.mjs").Tally} */
  const tally = { passed: 0, failed: 0, skipped: 0, failures: [] };
  const waiting = CHECKS.values();
  const lane = async () => {
    for (const { name, program, args } of waiting) {
      const path = join(ROOT, "node_modules", program);
      const { code, output } = await run(process.execPath, [path, ...args], { cwd: ROOT });
      if (code === 0) {
        tally.passed += 1;
        print(`ok      ${name}\n`);
      } else {
        tally.failed += 1;
        tally.failures.push(`static check: ${name}`);
        print(`FAILED  ${name}\n${output.trimEnd()}\n\n`);
      }
    }
  };
  await Promise.all(Array.from({ length: atOnce }, lane));
  return tally;
}
