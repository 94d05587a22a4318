import { existsSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { SetupError } from "./say.mjs";

/**
 * @typedef {{ file: string, find: string, replace: string }} Edit
 * @typedef {{ package: string, version: string, edits: Edit[] }} Patch
 * @typedef {"applied" | "already applied"} PatchOutcome
 */

/**
 * Applies one edit to a text. Idempotent: a text that already holds the replacement is returned as it is.
 * @param {string} text
 * @param {Edit} edit
 * @param {string} where named in errors
 * @returns {string}
 * @throws {SetupError} unless exactly one of the two texts occurs, exactly once
 */
export function applyEdit(text, edit, where) {
  const found = text.split(edit.find).length - 1;
  const replaced = text.split(edit.replace).length - 1;
  if (found === 0 && replaced === 1) return text;
  if (found === 1 && replaced === 0) return text.replace(edit.find, () => edit.replace);
  throw new SetupError(
    `${where}: the patch expects its text exactly once, but found it ${found} times ` +
      `(and the patched text ${replaced} times). Was the package changed?`,
  );
}

/**
 * Applies a patch to the installed package. Checks everything before it writes anything.
 * @param {Patch} patch
 * @param {string} nodeModules
 * @returns {PatchOutcome}
 * @throws {SetupError} if the installed version is another, or the text to replace is not there
 */
export function applyPatch(patch, nodeModules) {
  const folder = join(nodeModules, patch.package);
  const manifest = join(folder, "package.json");
  if (!existsSync(manifest)) throw new SetupError(`patch for ${patch.package}: the package is not installed`);
  const installed = JSON.parse(readFileSync(manifest, "utf8")).version;
  if (installed !== patch.version) {
    throw new SetupError(
      `patch for ${patch.package} is for version ${patch.version}, but ${installed} is installed: ` +
        `check whether it still needs the patch`,
    );
  }
  /** @type {Map<string, string>} */
  const texts = new Map();
  let changed = false;
  for (const edit of patch.edits) {
    const path = join(folder, edit.file);
    const before = texts.get(path) ?? readFileSync(path, "utf8");
    const after = applyEdit(before, edit, `${patch.package} ${edit.file}`);
    changed ||= after !== before;
    texts.set(path, after);
  }
  if (!changed) return "already applied";
  for (const [path, text] of texts) {
    // Renamed into place: another process never reads half a module.
    writeFileSync(`${path}.patched`, text);
    renameSync(`${path}.patched`, path);
  }
  return "applied";
}

/**
 * Loads every patch in a folder, in name order.
 * @param {string} folder
 * @returns {Promise<Patch[]>}
 */
export async function loadPatches(folder) {
  if (!existsSync(folder)) return [];
  const names = readdirSync(folder).filter((name) => name.endsWith(".mjs"));
  return Promise.all(
    names.sort().map(async (name) => (await import(pathToFileURL(join(folder, name)).href)).default),
  );
}

/**
 * Applies every patch of the repository to its node_modules.
 * @param {string} root repository root
 * @param {(line: string) => void} say
 */
export async function applyPatches(root, say) {
  for (const patch of await loadPatches(join(root, "patches"))) {
    const outcome = applyPatch(patch, join(root, "node_modules"));
    if (outcome === "already applied") continue;
    say(`patched ${patch.package} ${patch.version}`);
    // Vite keeps bundled copies of dependencies, made before the patch.
    for (const folder of ["node_modules/.vite", "client/node_modules/.vite"]) {
      rmSync(join(root, folder), { recursive: true, force: true });
    }
  }
}
