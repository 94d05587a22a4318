import { createHash } from "node:crypto";
import { cpSync, existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { run } from "../run.mjs";
import { canInstallSystemPackages } from "../system-packages.mjs";
import { SRTP_SOURCES } from "./recipe.mjs";

/** How long the package archive has for 640 kB, in milliseconds. */
const TRANSFER_MS = 30_000;

/**
 * Puts libsrtp's sources beside the worker's, to be built over OpenSSL. Debian's own libsrtp uses NSS, which costs
 * the worker an eighth of its time. Where they cannot be had, the system's library is taken.
 * @param {string} subprojects of the copy of the worker's sources
 * @returns {Promise<boolean>} whether they are there
 */
export async function addSrtpSources(subprojects) {
  const archive = await fetchSources();
  if (archive === undefined) return false;
  const folder = join(subprojects, "libsrtp2");
  mkdirSync(folder);
  writeFileSync(`${folder}.tar.gz`, archive);
  const { code } = await run("tar", ["-xzf", `${folder}.tar.gz`, "--strip-components=1", "-C", folder]);
  const header = join(folder, "include", "srtp.h");
  if (code !== 0 || !existsSync(header)) {
    rmSync(folder, { recursive: true });
    return false;
  }
  // Where the system's package has it.
  cpSync(header, join(subprojects, "libsrtp3", "include", "srtp2", "srtp.h"));
  return true;
}

/** The archive, from where apt would take the package of the same sources; undefined if it is any other. */
async function fetchSources() {
  const pool = (await poolOf(SRTP_SOURCES.package)) ?? (await poolAfterUpdate(SRTP_SOURCES.package));
  if (pool === undefined) return undefined;
  try {
    const response = await fetch(new URL(SRTP_SOURCES.file, pool), {
      signal: AbortSignal.timeout(TRANSFER_MS),
    });
    if (!response.ok) return undefined;
    const archive = Buffer.from(await response.arrayBuffer());
    const hash = createHash("sha256").update(archive).digest("hex");
    return hash === SRTP_SOURCES.sha256 ? archive : undefined;
  } catch {
    // No network: the system's library does as well, if slower.
    return undefined;
  }
}

/** @param {string} name of a package @returns {Promise<string | undefined>} the folder that apt would take it from */
async function poolOf(name) {
  const { code, output } = await run("apt-get", ["--print-uris", "download", name]);
  return code === 0 ? /'(https?:[^']*\/)[^/']+'/.exec(output)?.[1] : undefined;
}

/** @param {string} name */
async function poolAfterUpdate(name) {
  // Images are often without apt's lists.
  if (!canInstallSystemPackages()) return undefined;
  await run("apt-get", ["update", "-qq"]);
  return poolOf(name);
}
