import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";

/** How often a waiting set-up looks again, in milliseconds. */
const POLL_MS = 500;

/**
 * Runs a task while holding a lock folder, so that two set-ups at once do not build the same thing twice. A lock
 * whose process has ended is taken over.
 * @template T
 * @param {string} folder made and removed here; its parent must exist
 * @param {() => void} onWait called once if another process holds the lock
 * @param {() => Promise<T>} task
 * @returns {Promise<T>}
 */
export async function withLock(folder, onWait, task) {
  let waited = false;
  while (!tryLock(folder)) {
    if (removeIfStale(folder)) continue;
    if (!waited) onWait();
    waited = true;
    await delay(POLL_MS);
  }
  const release = () => rmSync(folder, { recursive: true, force: true });
  process.once("exit", release);
  try {
    return await task();
  } finally {
    process.off("exit", release);
    release();
  }
}

/** @param {string} folder */
function tryLock(folder) {
  const own = `${folder}.${process.pid}`;
  rmSync(own, { recursive: true, force: true });
  mkdirSync(own);
  writeFileSync(join(own, "pid"), String(process.pid));
  try {
    // Renaming a folder onto one that is not empty fails: the lock never exists without its pid.
    renameSync(own, folder);
    return true;
  } catch (error) {
    rmSync(own, { recursive: true, force: true });
    const code = /** @type {NodeJS.ErrnoException} */ (error).code ?? "";
    // EPERM is what Windows says.
    if (["ENOTEMPTY", "EEXIST", "EPERM"].includes(code)) return false;
    throw error;
  }
}

/** @param {string} folder @returns {boolean} whether the lock is free now */
function removeIfStale(folder) {
  const pid = holder(folder);
  if (pid === undefined) return true;
  if (isAlive(pid)) return false;
  const stale = `${folder}.stale.${process.pid}`;
  try {
    renameSync(folder, stale);
  } catch {
    return true;
  }
  // Another process may have taken the lock over between the look and the rename: then it gets it back.
  if (holder(stale) !== pid) {
    renameSync(stale, folder);
    return false;
  }
  rmSync(stale, { recursive: true, force: true });
  return true;
}

/** @param {string} folder @returns {number | undefined} the process that holds a lock folder */
function holder(folder) {
  try {
    return Number.parseInt(readFileSync(join(folder, "pid"), "utf8"), 10);
  } catch {
    return undefined;
  }
}

/** @param {number} pid */
function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code === "EPERM";
  }
}
