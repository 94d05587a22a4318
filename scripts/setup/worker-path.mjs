import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { cacheFolder } from "./cache-folder.mjs";
import { filesBelow, hashFiles, shortHash } from "./content-hash.mjs";
import { SetupError } from "./say.mjs";
import { workerName } from "./worker/download.mjs";

/**
 * Where this repository's mediasoup worker belongs: in the cache, under everything it is made from.
 * @param {string} root repository root, with its npm packages installed
 * @param {NodeJS.ProcessEnv} env
 * @returns {{ version: string, sources: string, folder: string, binary: string }}
 */
export function workerPlace(root, env) {
  const mediasoup = join(root, "node_modules", "mediasoup");
  const version = JSON.parse(readFileSync(join(mediasoup, "package.json"), "utf8")).version;
  const sources = join(mediasoup, "worker");
  const recipe = join(import.meta.dirname, "worker");
  const isMade = (/** @type {string} */ name) => ["out", "prebuild", "pip_invoke"].includes(name);
  const isBuildInput = (/** @type {string} */ name) =>
    name === "recipe.mjs" || name.startsWith("subprojects");
  const hash = [
    process.platform,
    process.arch,
    hashFiles(sources, filesBelow(sources, isMade)),
    hashFiles(recipe, filesBelow(recipe).filter(isBuildInput)),
  ].join(" ");
  const key = `${version}-${shortHash(hash)}`;
  const folder = join(cacheFolder(env), "mediasoup-worker", key);
  return { version, sources, folder, binary: join(folder, workerName()) };
}

/**
 * The worker binary to run: for MEDIASOUP_WORKER_BIN in the environment of whatever loads mediasoup.
 * @param {string} root repository root
 * @param {NodeJS.ProcessEnv} env
 * @returns {string}
 * @throws {SetupError} if set-up has not been run
 */
export function workerPath(root, env) {
  if (env.MEDIASOUP_WORKER_BIN) return env.MEDIASOUP_WORKER_BIN;
  const { binary } = workerPlace(root, env);
  if (!existsSync(binary)) throw new SetupError("The media server's worker is missing. Run: npm run setup");
  return binary;
}
