/** `npm run loadtest`: set-up, then the load tester with what set-up found. */
import "./setup/require-node.mjs";
import { spawn } from "node:child_process";
import { ROOT, setUp, showFailure } from "./setup.mjs";

try {
  const env = { ...process.env, ...(await setUp({ worker: true, browser: false })) };
  const args = ["--import", "tsx", "loadtest/src/main.ts", ...process.argv.slice(2)];
  const child = spawn(process.execPath, args, { cwd: ROOT, env, stdio: "inherit" });
  // Ctrl-C reaches both: the child ends what it has started, and then this follows.
  for (const signal of /** @type {const} */ (["SIGINT", "SIGTERM"]))
    process.on(signal, () => child.kill(signal));
  child.on("exit", (code) => process.exit(code ?? 1));
} catch (error) {
  showFailure(error);
  process.exit(1);
}
