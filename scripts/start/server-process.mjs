import { spawn } from "node:child_process";
import { connect } from "node:net";
import { createInterface } from "node:readline";
import { setTimeout as delay } from "node:timers/promises";

/** How long a server may take until it listens, in milliseconds: slow machines compile TypeScript first. */
const READY_MS = 60_000;
/** How long a server may take to end when asked, in milliseconds. */
const STOP_MS = 5_000;
/** How often a port is tried, in milliseconds. */
const POLL_MS = 100;
/** How many lines of output are kept to explain an unexpected end. */
const KEPT_LINES = 30;
/** pino's number for "warn": what is below it is not worth a person's attention. */
const WARN_LEVEL = 40;

/**
 * @typedef {{ name: string, args: string[], cwd: string, env: NodeJS.ProcessEnv,
 *   ready: { port: number, host: string } | "listening line" }} ServerSpec
 *   `args` are for Node; `ready` says how to know that it listens: its port answers, or it logs so
 */

/** One server: a Node program that runs until it is stopped. */
export class ServerProcess {
  #child;
  /** @type {Promise<string>} */
  #ended;
  /** Whether it and everything that shared its output has ended. */
  #closed = false;
  /** @type {string[]} */
  #lines = [];
  /** @type {() => void} */
  #sawListening = () => {};
  /**
   * Resolves when the server listens.
   * @type {Promise<void>}
   */
  listening;
  /**
   * Resolves, with what happened, when the server ends or does not come to listen.
   * @type {Promise<string>}
   */
  failure;

  /** @param {ServerSpec} spec */
  constructor(spec) {
    this.name = spec.name;
    // Its own process group: Ctrl-C reaches it through stop(), once, and its own children end with it.
    const detached = process.platform !== "win32";
    const stdio = /** @type {["ignore", "pipe", "pipe"]} */ (["ignore", "pipe", "pipe"]);
    this.#child = spawn(process.execPath, spec.args, { cwd: spec.cwd, env: spec.env, stdio, detached });
    this.#ended = new Promise((resolve) => {
      this.#child.once("error", (error) => resolve(error.message));
      this.#child.once("close", (code, signal) => {
        this.#closed = true;
        resolve(signal ?? `exit code ${code}`);
      });
    });
    /** @type {Promise<void>} */
    const logged = new Promise((resolve) => (this.#sawListening = resolve));
    this.#follow(this.#child.stdout);
    this.#follow(this.#child.stderr);
    this.listening =
      spec.ready === "listening line" ? logged : this.#answers(spec.ready.host, spec.ready.port);
    /** @type {Promise<string>} */
    const late = new Promise((resolve) => {
      const timer = setTimeout(() => resolve(`did not listen within ${READY_MS / 1000} s`), READY_MS);
      void Promise.race([this.listening, this.#ended]).then(() => clearTimeout(timer));
    });
    this.failure = Promise.race([this.#ended.then((how) => `ended (${how})`), late]);
  }

  /** The last lines it printed. */
  get output() {
    return this.#lines.join("\n");
  }

  /** Asks the server to end, and makes it end if it does not. */
  async stop() {
    this.#signal("SIGTERM");
    const timer = setTimeout(() => this.#signal("SIGKILL"), STOP_MS);
    await this.#ended;
    clearTimeout(timer);
  }

  /** @param {NodeJS.Signals} signal */
  #signal(signal) {
    const { pid } = this.#child;
    if (pid === undefined || this.#closed) return;
    try {
      if (process.platform === "win32") this.#child.kill(signal);
      else process.kill(-pid, signal);
    } catch (error) {
      // It ended in this very moment.
      if (/** @type {NodeJS.ErrnoException} */ (error).code !== "ESRCH") throw error;
    }
  }

  /** @param {import("node:stream").Readable} stream */
  #follow(stream) {
    createInterface({ input: stream }).on("line", (line) => {
      this.#lines = [...this.#lines, line].slice(-KEPT_LINES);
      const entry = logEntry(line);
      if (entry?.msg === "listening") this.#sawListening();
      if (entry && entry.level >= WARN_LEVEL) process.stderr.write(`[${this.name}] ${line}\n`);
    });
  }

  /** @param {string} host @param {number} port */
  async #answers(host, port) {
    while (!(await canConnect(host, port))) await delay(POLL_MS, undefined, { ref: false });
  }
}

/**
 * Reads a line of a server's log.
 * @param {string} line
 * @returns {{ msg: unknown, level: number } | undefined} undefined if it is not one
 */
export function logEntry(line) {
  if (!line.startsWith("{")) return undefined;
  try {
    const { msg, level } = JSON.parse(line);
    return { msg, level: typeof level === "number" ? level : 0 };
  } catch {
    return undefined;
  }
}

/** @param {string} host @param {number} port @returns {Promise<boolean>} */
function canConnect(host, port) {
  return new Promise((resolve) => {
    const socket = connect({ host, port });
    socket.once("connect", () => {
      socket.destroy();
      resolve(true);
    });
    socket.once("error", () => resolve(false));
  });
}
