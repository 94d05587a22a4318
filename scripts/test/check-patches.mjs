/**
 * Checks that what Sotto changes in its dependencies still fits them: every patch is in place in node_modules, and
 * the media server's worker sources are as its recipe expects.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ROOT, showFailure } from "../setup.mjs";
import { applyPatch, loadPatches } from "../setup/patches.mjs";
import { SetupError } from "../setup/say.mjs";
import { prepareSources } from "../setup/worker/build.mjs";

const scratch = mkdtempSync(join(tmpdir(), "sotto-check-"));
try {
  const nodeModules = join(ROOT, "node_modules");
  for (const patch of await loadPatches(join(ROOT, "patches"))) {
    if (applyPatch(patch, nodeModules) === "applied") {
      throw new SetupError(
        `The patch for ${patch.package} was not in place. Was npm run without set-up after it?`,
      );
    }
  }
  prepareSources(join(nodeModules, "mediasoup", "worker"), join(scratch, "worker"));
} catch (error) {
  showFailure(error);
  process.exitCode = 1;
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
