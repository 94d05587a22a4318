import { homedir } from "node:os";
import { join } from "node:path";

/**
 * Where set-up keeps what is dear to make again: outside the repository, so that a fresh clone finds it.
 * @param {NodeJS.ProcessEnv} env
 * @returns {string}
 */
export function cacheFolder(env) {
  if (env.SOTTO_CACHE) return env.SOTTO_CACHE;
  return join(env.XDG_CACHE_HOME || join(homedir(), ".cache"), "sotto");
}
