import { SetupError } from "./say.mjs";

/** The oldest Node that every dependency supports; package.json says the same under "engines". */
export const OLDEST_NODE = [20, 19, 0];

/**
 * @param {string} version such as "20.19.0"
 * @throws {SetupError} if it is older than {@link OLDEST_NODE}
 */
export function checkNodeVersion(version) {
  const parts = version.split(".").map((part) => Number.parseInt(part, 10));
  for (const [index, least] of OLDEST_NODE.entries()) {
    const part = parts[index] ?? 0;
    if (part > least) return;
    if (part < least) {
      throw new SetupError(`Sotto needs Node ${OLDEST_NODE.join(".")} or newer; this is Node ${version}.`);
    }
  }
}
