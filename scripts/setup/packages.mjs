import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { hashFiles } from "./content-hash.mjs";
import { run, tail } from "./run.mjs";
import { SetupError } from "./say.mjs";

/**
 * @typedef {{ version?: string, link?: boolean, optional?: boolean, devOptional?: boolean, peer?: boolean }} LockEntry
 * @typedef {{ packages?: Record<string, LockEntry> }} Lock
 */

/**
 * Whether the tree that npm says it installed is the one that the lock file asks for. Packages for other platforms
 * are in the lock and not in the tree; that is as it should be.
 * @param {Lock} wanted package-lock.json
 * @param {Lock} installed npm's own record, node_modules/.package-lock.json
 */
export function sameTree(wanted, installed) {
  const want = wanted.packages ?? {};
  const have = installed.packages ?? {};
  for (const [path, entry] of Object.entries(want)) {
    if (!path.includes("node_modules/") || entry.link) continue;
    const present = have[path];
    if (present ? present.version !== entry.version : !entry.optional && !entry.devOptional) return false;
  }
  return Object.keys(have).every((path) => path in want);
}

/**
 * Installs the npm packages of the lock file, unless they are there. Install scripts stay off: the only one that
 * matters here, mediasoup's, is replaced by the worker step of set-up.
 * @param {string} root
 * @param {(line: string) => void} say
 */
export async function installPackages(root, say) {
  const nodeModules = join(root, "node_modules");
  const stampFile = join(nodeModules, ".sotto-patches");
  const stamp = patchStamp(root);
  const record = join(nodeModules, ".package-lock.json");
  if (existsSync(record) && sameTree(readJson(join(root, "package-lock.json")), readJson(record))) {
    // A changed patch needs the package as published, not as the older patch left it.
    if (!existsSync(stampFile) || readFileSync(stampFile, "utf8") === stamp) {
      writeFileSync(stampFile, stamp);
      return;
    }
  }
  say("installing npm packages");
  const npm = process.platform === "win32" ? "npm.cmd" : "npm";
  // Without --include=dev, NODE_ENV=production would leave out the tools that build the client.
  const args = ["ci", "--ignore-scripts", "--include=dev", "--no-audit", "--no-fund"];
  const { code, output } = await run(npm, args, { cwd: root });
  if (code !== 0) throw new SetupError(`npm ${args.join(" ")} failed:\n${tail(output)}`);
  mkdirSync(nodeModules, { recursive: true });
  writeFileSync(stampFile, stamp);
}

/** @param {string} root */
function patchStamp(root) {
  const folder = join(root, "patches");
  if (!existsSync(folder)) return "none";
  return hashFiles(folder, readdirSync(folder).sort());
}

/** @param {string} path @returns {Lock} */
function readJson(path) {
  return JSON.parse(readFileSync(path, "utf8"));
}
