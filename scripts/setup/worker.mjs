import { existsSync, mkdirSync, renameSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { withLock } from "./lock.mjs";
import { SetupError } from "./say.mjs";
import { workerPlace } from "./worker-path.mjs";
import { buildWorker } from "./worker/build.mjs";
import { downloadWorker, workerName } from "./worker/download.mjs";
import { loads, verifyWorker } from "./worker/verify.mjs";

/**
 * Provides the mediasoup worker: the one that MEDIASOUP_WORKER_BIN names, the one in the cache, the authors' own
 * build, or one built here.
 * @param {string} root
 * @param {NodeJS.ProcessEnv} env
 * @param {(line: string) => void} say
 * @returns {Promise<string>} the binary
 * @throws {SetupError}
 */
export async function ensureWorker(root, env, say) {
  const given = env.MEDIASOUP_WORKER_BIN;
  if (given) {
    if (!(await loads(given))) throw new SetupError(`MEDIASOUP_WORKER_BIN=${given} does not start.`);
    return given;
  }
  const place = workerPlace(root, env);
  if (existsSync(place.binary) && (await loads(place.binary))) return place.binary;
  mkdirSync(dirname(place.folder), { recursive: true });
  const onWait = () => say("another set-up is providing the worker; waiting for it");
  return withLock(`${place.folder}.lock`, onWait, async () => {
    // The other set-up may have done the work meanwhile; or a system update has broken what is in the cache.
    if (existsSync(place.binary) && (await loads(place.binary))) return place.binary;
    rmSync(place.folder, { recursive: true, force: true });
    await provide(place, env, say);
    return place.binary;
  });
}

/**
 * @param {ReturnType<typeof workerPlace>} place
 * @param {NodeJS.ProcessEnv} env
 * @param {(line: string) => void} say
 */
async function provide(place, env, say) {
  const downloads = `${place.folder}.download`;
  say("looking for the media server's worker");
  const prebuilt = await downloadWorker(place.version, downloads, env);
  if (prebuilt && (await loads(prebuilt))) {
    await adopt(prebuilt, place.folder);
    say("downloaded the worker");
  } else {
    const scratch = `${place.folder}.build`;
    await adopt(await buildWorker(place.sources, scratch, say), place.folder);
    rmSync(scratch, { recursive: true, force: true });
    say("built the worker");
  }
  rmSync(downloads, { recursive: true, force: true });
}

/**
 * Verifies a binary and moves it into the cache in one step, so that the cache never holds half of one.
 * @param {string} binary
 * @param {string} folder
 */
async function adopt(binary, folder) {
  await verifyWorker(binary);
  const incoming = `${folder}.incoming`;
  rmSync(incoming, { recursive: true, force: true });
  mkdirSync(incoming, { recursive: true });
  renameSync(binary, join(incoming, workerName()));
  renameSync(incoming, folder);
}
