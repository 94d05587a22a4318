import { chmodSync, existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { arch, platform, release } from "node:os";
import { join } from "node:path";
import { run } from "../run.mjs";

/** A closed network must not hold set-up up: the server has this long to answer, in milliseconds. */
const ANSWER_MS = 8_000;
/** And this long to send the 3 MB, in milliseconds. */
const TRANSFER_MS = 60_000;

/**
 * Downloads the worker that mediasoup's authors built for this platform, from where mediasoup's own install script
 * would take it, and under its switches.
 * @param {string} version of mediasoup
 * @param {string} scratch folder to unpack in
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<string | undefined>} the binary; undefined if there is none to be had
 */
export async function downloadWorker(version, scratch, env) {
  if (env.MEDIASOUP_SKIP_WORKER_PREBUILT_DOWNLOAD) return undefined;
  const archive = await fetchArchive(workerUrl(version, env));
  if (!archive) return undefined;
  rmSync(scratch, { recursive: true, force: true });
  mkdirSync(scratch, { recursive: true });
  writeFileSync(join(scratch, "worker.tgz"), archive);
  const { code } = await run("tar", ["-xzf", "worker.tgz"], { cwd: scratch });
  const binary = join(scratch, workerName());
  if (code !== 0 || !existsSync(binary)) return undefined;
  chmodSync(binary, 0o755);
  return binary;
}

/** The worker's file name on this platform. */
export function workerName() {
  return platform() === "win32" ? "mediasoup-worker.exe" : "mediasoup-worker";
}

/** @param {string} version @param {NodeJS.ProcessEnv} env */
function workerUrl(version, env) {
  const base =
    env.MEDIASOUP_WORKER_PREBUILT_DOWNLOAD_BASE_URL ||
    "https://github.com/versatica/mediasoup/releases/download";
  // On Linux there is one build for kernels with io_uring and one for those without.
  const kernel = platform() === "linux" ? `-kernel${release().split(".")[0]}` : "";
  return `${base}/${version}/mediasoup-worker-${version}-${platform()}-${arch()}${kernel}.tgz`;
}

/** @param {string} url @returns {Promise<Buffer | undefined>} */
async function fetchArchive(url) {
  const abort = new AbortController();
  let timer = setTimeout(() => abort.abort(), ANSWER_MS);
  try {
    const response = await fetch(url, { signal: abort.signal });
    if (!response.ok) return undefined;
    clearTimeout(timer);
    timer = setTimeout(() => abort.abort(), TRANSFER_MS);
    return Buffer.from(await response.arrayBuffer());
  } catch {
    // No network, no such release, too slow: all mean that the worker is built here instead.
    return undefined;
  } finally {
    clearTimeout(timer);
  }
}
