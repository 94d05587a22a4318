import { installCommand, canInstallSystemPackages, installSystemPackages } from "../system-packages.mjs";
import { canRun, run } from "../run.mjs";
import { SetupError } from "../say.mjs";
import { BUILD_NEEDS, HOMEBREW_PACKAGES } from "./recipe.mjs";

/**
 * Makes sure that everything the worker's build needs is on this machine.
 * @param {(line: string) => void} say
 * @throws {SetupError} with the command to type, where set-up cannot install it itself
 */
export async function ensureBuildNeeds(say) {
  const missing = await missingPackages();
  if (missing.length === 0) return;
  if (canInstallSystemPackages()) {
    await installSystemPackages(missing, say);
    const still = await missingPackages();
    if (still.length === 0) return;
    throw new SetupError(`still missing after installing: ${still.join(" ")}`);
  }
  const command =
    process.platform === "darwin" ? `brew install ${HOMEBREW_PACKAGES}` : installCommand(missing);
  throw new SetupError(
    `The media server has to be built here, and the build needs some packages first. Run:\n  ${command}\n` +
      `then start again. (Or set MEDIASOUP_WORKER_BIN to a mediasoup-worker that you have.)`,
  );
}

/** @returns {Promise<string[]>} Debian names of what is missing */
async function missingPackages() {
  const programs = Object.entries(BUILD_NEEDS.programs);
  const modules = Object.entries(BUILD_NEEDS.modules);
  const missing = await Promise.all([
    ...programs.map(async ([program, name]) => ((await canRun(program)) ? [] : [name])),
    ...modules.map(async ([module, name]) =>
      (await run("pkg-config", ["--exists", module])).code === 0 ? [] : [name],
    ),
  ]);
  return [...new Set(missing.flat())];
}
