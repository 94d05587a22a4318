import { existsSync } from "node:fs";
import { run, tail } from "./run.mjs";
import { SetupError } from "./say.mjs";

/** Whether set-up may install packages itself: only as root, only where apt-get is the way. */
export function canInstallSystemPackages() {
  return existsSync("/usr/bin/apt-get") && process.getuid?.() === 0;
}

/**
 * The command that a person would type to install packages.
 * @param {readonly string[]} names as Debian calls them
 */
export function installCommand(names) {
  if (!existsSync("/usr/bin/apt-get")) return `(your package manager) ${names.join(" ")}   # Debian's names`;
  return `sudo apt-get install --no-install-recommends ${names.join(" ")}`;
}

/**
 * Installs Debian packages, without questions and without recommendations.
 * @param {readonly string[]} names
 * @param {(line: string) => void} say
 * @throws {SetupError} if apt-get fails
 */
export async function installSystemPackages(names, say) {
  say(`installing ${names.join(" ")} (apt-get)`);
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  // A stale package index is the usual reason for a failing install; a failing update shows itself there.
  await run("apt-get", ["update", "-qq"], { env });
  const { code, output } = await run(
    "apt-get",
    ["install", "-y", "-qq", "--no-install-recommends", ...names],
    { env },
  );
  if (code !== 0) throw new SetupError(`apt-get could not install ${names.join(" ")}:\n${tail(output)}`);
}
