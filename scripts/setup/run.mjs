import { spawn } from "node:child_process";

/** @typedef {{ code: number, output: string }} RunResult exit code (127: not found, 1: ended by a signal) and both streams */

/** How much output is kept for showing after a failure, in characters: the end says what went wrong. */
const OUTPUT_LIMIT = 400_000;

/** @type {Set<import("node:child_process").ChildProcess>} */
const running = new Set();
process.on("exit", () => {
  for (const child of running) child.kill("SIGTERM");
});

/**
 * Runs a program to its end, without a shell and without input.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, onOutput?: (text: string) => void }} [options] `onOutput` sees
 *   both streams as they come
 * @returns {Promise<RunResult>} never rejects: a program that cannot be started is a result with code 127
 */
export function run(command, args, { cwd, env = process.env, onOutput } = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, [...args], { cwd, env, stdio: ["ignore", "pipe", "pipe"] });
    running.add(child);
    let output = "";
    /** @param {string} text */
    const take = (text) => {
      output = (output + text).slice(-OUTPUT_LIMIT);
      onOutput?.(text);
    };
    child.stdout.setEncoding("utf8").on("data", take);
    child.stderr.setEncoding("utf8").on("data", take);
    child.on("error", (error) => {
      running.delete(child);
      resolve({ code: 127, output: `${output}${error.message}\n` });
    });
    child.on("close", (code) => {
      running.delete(child);
      resolve({ code: code ?? 1, output });
    });
  });
}

/**
 * Whether a program can be started at all.
 * @param {string} command
 * @param {readonly string[]} [args] something harmless
 */
export async function canRun(command, args = ["--version"]) {
  return (await run(command, args)).code !== 127;
}

/**
 * The last lines of an output, for an error message.
 * @param {string} output
 * @param {number} [lines]
 */
export function tail(output, lines = 25) {
  return output.trimEnd().split("\n").slice(-lines).join("\n");
}
