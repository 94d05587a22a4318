import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { canInstallSystemPackages, installCommand, installSystemPackages } from "./system-packages.mjs";

/**
 * @typedef {{ variable?: string, names: readonly string[], package: string, startsService?: boolean, use: string }} Program
 *   `variable` names its path for the tests and comes first; `startsService`: installing it starts a server
 */

/** What some tests use beside Chromium. Where one is missing, they are skipped and say so. */
/** @type {readonly Program[]} */
export const TEST_PROGRAMS = [
  { variable: "SOTTO_FIREFOX", names: ["firefox-esr", "firefox"], package: "firefox-esr", use: "Firefox" },
  {
    variable: "SOTTO_TURNSERVER",
    names: ["turnserver"],
    package: "coturn",
    startsService: true,
    use: "relays",
  },
  {
    variable: "SOTTO_NATS_SERVER",
    names: ["nats-server"],
    package: "nats-server",
    startsService: true,
    use: "several key servers over one store",
  },
  { names: ["ip"], package: "iproute2", use: "private networks" },
  { names: ["nft"], package: "nftables", use: "broken networks" },
];

/**
 * Where a program is: where its variable says, else along the path and where Debian puts system programs.
 * @param {Program} program
 * @param {NodeJS.ProcessEnv} env
 * @param {(path: string) => boolean} exists
 * @returns {string | undefined}
 */
export function findProgram({ variable, names }, env, exists = existsSync) {
  const given = variable === undefined ? undefined : env[variable];
  if (given) return given;
  const folders = [...(env.PATH ?? "").split(delimiter).filter(Boolean), "/usr/sbin", "/sbin"];
  return names.flatMap((name) => folders.map((folder) => join(folder, name))).find((path) => exists(path));
}

/**
 * Finds what some tests use, and installs what is missing where set-up may. Never fails: what is not there is said.
 * @param {NodeJS.ProcessEnv} env
 * @param {(line: string) => void} say
 * @returns {Promise<NodeJS.ProcessEnv>} what to add to the tests' environment
 */
export async function findTestPrograms(env, say) {
  if (process.platform !== "linux") return {};
  const missing = TEST_PROGRAMS.filter((program) => findProgram(program, env) === undefined);
  const installable = missing.filter(({ startsService }) => !startsService || !hasServices());
  if (installable.length > 0 && canInstallSystemPackages()) {
    try {
      await installSystemPackages(
        installable.map((program) => program.package),
        say,
      );
    } catch (error) {
      say(error instanceof Error ? error.message : String(error));
    }
  }
  /** @type {NodeJS.ProcessEnv} */
  const additions = {};
  for (const program of TEST_PROGRAMS) {
    const path = findProgram(program, env);
    if (path === undefined) {
      say(`tests of ${program.use} will be skipped; they need: ${installCommand([program.package])}`);
    } else if (program.variable !== undefined) additions[program.variable] = path;
  }
  return additions;
}

/** Whether an installed server would be started at once: then it is for a person to decide. */
function hasServices() {
  return existsSync("/run/systemd/system");
}
