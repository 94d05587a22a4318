import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { expect } from "vitest";

const main = fileURLToPath(new URL("../main.ts", import.meta.url));

/** What the program says when it has begun. */
interface Listening {
  readonly msg: string;
  readonly port: number;
  readonly operatorPort: number;
}

/** The program in a process of its own, with every line that it prints. */
export class RunningProgram {
  readonly child: ChildProcess;
  readonly lines: string[] = [];
  readonly errors: string[] = [];
  /** Resolves with exit code and signal. */
  readonly exit: Promise<unknown[]>;

  constructor(args: readonly string[], env: NodeJS.ProcessEnv = {}) {
    const child = spawn(process.execPath, ["--import", "tsx", main, ...args], {
      env: { ...process.env, ...env },
      stdio: ["ignore", "pipe", "pipe"],
    });
    this.child = child;
    this.exit = once(child, "close");
    createInterface(child.stdout).on("line", (line) => this.lines.push(line));
    createInterface(child.stderr).on("line", (line) => this.errors.push(line));
  }

  async listening(): Promise<Listening> {
    const said = (): Listening | undefined =>
      this.lines.map((line) => JSON.parse(line) as Listening).find(({ msg }) => msg === "listening");
    await expect.poll(said, { timeout: 14_000 }).toBeDefined();
    return said() as Listening;
  }

  async kill(): Promise<void> {
    this.child.kill("SIGKILL");
    await this.exit;
  }
}
