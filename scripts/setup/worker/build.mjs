import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { applyEdit } from "../patches.mjs";
import { run, tail } from "../run.mjs";
import { SetupError } from "../say.mjs";
import { ensureBuildNeeds } from "./build-needs.mjs";
import { ninjaProgress } from "./progress.mjs";
import { addSrtpSources } from "./srtp.mjs";
import { EDITS, MESON_OPTIONS, NINJA_TARGETS } from "./recipe.mjs";

const SUBPROJECTS = join(import.meta.dirname, "subprojects");

/**
 * Builds the worker in a copy of its sources. A build that was interrupted goes on where it stopped.
 * @param {string} sources the worker folder of the mediasoup package
 * @param {string} scratch where the copy lives; the caller removes it after success
 * @param {(line: string) => void} say
 * @returns {Promise<string>} the binary
 * @throws {SetupError}
 */
export async function buildWorker(sources, scratch, say) {
  await ensureBuildNeeds(say);
  const copy = join(scratch, "source");
  const build = join(scratch, "build");
  const configured = join(scratch, "configured");
  if (!existsSync(configured)) {
    rmSync(scratch, { recursive: true, force: true });
    mkdirSync(scratch, { recursive: true });
    prepareSources(sources, copy);
    if (!(await addSrtpSources(join(copy, "subprojects")))) {
      say("taking the system's libsrtp: the sources of the faster one cannot be had");
    }
    await step("meson", ["setup", ...MESON_OPTIONS, build, copy]);
    writeFileSync(configured, "");
  }
  say("building the media server's worker (once; takes minutes)");
  const progress = ninjaProgress(process.stdout, "worker");
  for (const target of NINJA_TARGETS) {
    const args = ["-C", build, "-j", String(availableParallelism()), target];
    // The code generator's single step is not worth a line.
    await step("ninja", args, target === NINJA_TARGETS.at(-1) ? progress.onOutput : undefined);
  }
  progress.end();
  return join(build, "mediasoup-worker");
}

/**
 * Copies the worker's sources and puts the system's libraries in the place of the ones it would download.
 * @param {string} sources
 * @param {string} copy must not exist
 * @throws {SetupError} if the sources are not as the edits expect them
 */
export function prepareSources(sources, copy) {
  cpSync(sources, copy, { recursive: true });
  const subprojects = join(copy, "subprojects");
  for (const name of readdirSync(subprojects)) rmSync(join(subprojects, name), { recursive: true });
  cpSync(SUBPROJECTS, subprojects, { recursive: true });
  for (const edit of EDITS) {
    const path = join(copy, edit.file);
    writeFileSync(path, applyEdit(readFileSync(path, "utf8"), edit, `mediasoup worker ${edit.file}`));
  }
}

/**
 * @param {string} command
 * @param {string[]} args
 * @param {(text: string) => void} [onOutput]
 */
async function step(command, args, onOutput) {
  const { code, output } = await run(command, args, onOutput ? { onOutput } : {});
  if (code !== 0) throw new SetupError(`building the worker failed in ${command}:\n${tail(output)}`);
}
