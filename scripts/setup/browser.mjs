import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { installCommand, canInstallSystemPackages, installSystemPackages } from "./system-packages.mjs";
import { SetupError } from "./say.mjs";

const NAMES = ["chromium", "google-chrome", "google-chrome-stable", "chromium-browser", "chrome"];

const MAC = ["Google Chrome.app/Contents/MacOS/Google Chrome", "Chromium.app/Contents/MacOS/Chromium"];
const WINDOWS = "Google\\Chrome\\Application\\chrome.exe";

/**
 * Finds the browser for the tests: SOTTO_CHROMIUM, then the path, then the platform's usual places.
 * @param {NodeJS.ProcessEnv} env
 * @param {NodeJS.Platform} platform
 * @param {(path: string) => boolean} exists
 * @returns {string | undefined}
 */
export function findBrowser(env, platform = process.platform, exists = existsSync) {
  const named = env.SOTTO_CHROMIUM;
  if (named) return named;
  const folders = (env.PATH ?? "").split(delimiter).filter(Boolean);
  const extension = platform === "win32" ? ".exe" : "";
  const candidates = NAMES.flatMap((name) => folders.map((folder) => join(folder, name + extension)));
  if (platform === "darwin") candidates.push(...MAC.map((name) => `/Applications/${name}`));
  if (platform === "win32") {
    for (const folder of [env.PROGRAMFILES, env["PROGRAMFILES(X86)"], env.LOCALAPPDATA]) {
      if (folder) candidates.push(join(folder, WINDOWS));
    }
  }
  return candidates.find((path) => exists(path));
}

/**
 * @param {NodeJS.ProcessEnv} env
 * @param {(line: string) => void} say
 * @returns {Promise<string>} the browser's path, for SOTTO_CHROMIUM in the tests' environment
 * @throws {SetupError} with the command to type, where set-up cannot install one itself
 */
export async function ensureBrowser(env, say) {
  const found = findBrowser(env);
  if (found) {
    if (!existsSync(found)) throw new SetupError(`SOTTO_CHROMIUM=${found} does not exist.`);
    return found;
  }
  if (canInstallSystemPackages()) {
    await installSystemPackages(["chromium"], say);
    const installed = findBrowser(env);
    if (installed) return installed;
  }
  throw new SetupError(
    `The tests need Chromium or Chrome. Install one, for example with\n  ${installCommand(["chromium"])}\nor set SOTTO_CHROMIUM to the one that you have.`,
  );
}
