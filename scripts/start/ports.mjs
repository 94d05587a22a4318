import { createSocket } from "node:dgram";
import { createServer } from "node:net";
import { SetupError } from "../setup/say.mjs";
import { PORT_OPTIONS } from "./options.mjs";

/**
 * Fails with the option to change if a port is taken, before anything is started.
 * @param {import("./options.mjs").StartOptions} options
 * @throws {SetupError}
 */
export async function checkPortsFree(options) {
  for (const [key, name] of Object.entries(PORT_OPTIONS)) {
    const port = options[/** @type {keyof typeof PORT_OPTIONS} */ (key)];
    await explain(tryTcp(options.host, port), options.host, port, name);
  }
  await explain(tryUdp(options.host, options.rtcPort), options.host, options.rtcPort, "--rtc-port");
}

/** @param {Promise<void>} attempt @param {string} host @param {number} port @param {string} option */
async function explain(attempt, host, port, option) {
  try {
    await attempt;
  } catch (error) {
    const { code } = /** @type {NodeJS.ErrnoException} */ (error);
    if (code === "EADDRINUSE") {
      throw new SetupError(`Port ${port} is in use. Choose another one with ${option}.`, { cause: error });
    }
    if (code === "EACCES") {
      throw new SetupError(`Port ${port} needs more rights. Choose another one with ${option}.`, {
        cause: error,
      });
    }
    if (code === "EADDRNOTAVAIL" || code === "ENOTFOUND") {
      throw new SetupError(`${host} is not an address of this machine. Choose another one with --host.`, {
        cause: error,
      });
    }
    throw error;
  }
}

/** @param {string} host @param {number} port @returns {Promise<void>} */
function tryTcp(host, port) {
  return new Promise((resolve, reject) => {
    const server = createServer().once("error", reject);
    server.listen({ host, port, exclusive: true }, () => server.close(() => resolve()));
  });
}

/** @param {string} host @param {number} port @returns {Promise<void>} */
function tryUdp(host, port) {
  return new Promise((resolve, reject) => {
    const socket = createSocket(host.includes(":") ? "udp6" : "udp4").once("error", reject);
    socket.bind({ address: host, port, exclusive: true }, () => socket.close(() => resolve()));
  });
}
