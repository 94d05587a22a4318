/**
 * Set-up: makes a fresh clone able to run, and costs a second when there is nothing to do.
 *
 *   node scripts/setup.mjs           what `npm start` needs
 *   node scripts/setup.mjs --tests   and browsers and servers for the tests
 */
import "./setup/require-node.mjs";
import { dirname } from "node:path";
import { pathToFileURL } from "node:url";
import { ensureBrowser } from "./setup/browser.mjs";
import { exitWhenAsked } from "./setup/ending.mjs";
import { installPackages } from "./setup/packages.mjs";
import { applyPatches } from "./setup/patches.mjs";
import { SetupError, say } from "./setup/say.mjs";
import { findTestPrograms } from "./setup/test-programs.mjs";
import { ensureWorker } from "./setup/worker.mjs";

/** The repository's root folder. */
export const ROOT = dirname(import.meta.dirname);

/**
 * Runs every step that has something to do.
 * @param {{ worker: boolean, browser: boolean }} wanted the media server's worker; browsers and servers for the tests
 * @returns {Promise<NodeJS.ProcessEnv>} what to add to the environment of servers and tests
 * @throws {SetupError}
 */
export async function setUp({ worker, browser }) {
  await installPackages(ROOT, say);
  await applyPatches(ROOT, say);
  /** @type {NodeJS.ProcessEnv} */
  const additions = {};
  if (worker) additions.MEDIASOUP_WORKER_BIN = await ensureWorker(ROOT, process.env, say);
  if (browser) {
    additions.SOTTO_CHROMIUM = await ensureBrowser(process.env, say);
    Object.assign(additions, await findTestPrograms(process.env, say));
  }
  return additions;
}

/**
 * Shows a failure: for one that is meant for a person, its words; for any other, everything there is.
 * @param {unknown} error
 */
export function showFailure(error) {
  const text =
    error instanceof SetupError ? error.message : error instanceof Error ? error.stack : String(error);
  process.stderr.write(`\n${text}\n`);
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const unknown = process.argv.slice(2).find((argument) => argument !== "--tests");
  if (unknown !== undefined) {
    process.stderr.write(`Unknown option ${unknown}. The only one is --tests.\n`);
    process.exit(2);
  }
  exitWhenAsked();
  try {
    const additions = await setUp({ worker: true, browser: process.argv.includes("--tests") });
    for (const [name, value] of Object.entries(additions)) say(`ready: ${name}=${value}`);
  } catch (error) {
    showFailure(error);
    process.exit(1);
  }
}
