import { join } from "node:path";
import { run, tail } from "../run.mjs";
import { SetupError } from "../say.mjs";

/** The worker's exit code when nobody who knows it started it: it loaded, with every library it needs. */
const LOADS = 41;

/**
 * Whether a worker binary starts on this machine at all. Takes milliseconds.
 * @param {string} binary
 */
export async function loads(binary) {
  return (await run(binary, [], { env: {} })).code === LOADS;
}

/**
 * Starts a worker through mediasoup and creates a router in it.
 * @param {string} binary
 * @throws {SetupError} with what mediasoup said
 */
export async function verifyWorker(binary) {
  const program = join(import.meta.dirname, "verify-child.mjs");
  const env = { ...process.env, MEDIASOUP_WORKER_BIN: binary };
  const { code, output } = await run(process.execPath, [program], { env });
  if (code !== 0) throw new SetupError(`${binary} does not work as a mediasoup worker:\n${tail(output)}`);
}
