import { type ChildProcess, spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { BuiltClient } from "./build.ts";

const root = fileURLToPath(new URL("../../..", import.meta.url));

/** A server in a process of its own, so that it can die as servers die. */
export class ServerProcess {
  private readonly args: readonly string[];
  private child: ChildProcess | undefined;

  /** @param args the server's main file, from the repository's root, and its options */
  constructor(...args: readonly string[]) {
    this.args = args;
  }

  /** Resolves when the server says that it listens. */
  async start(): Promise<void> {
    const child = spawn(process.execPath, ["--import", "tsx", ...this.args], {
      cwd: root,
      stdio: ["ignore", "pipe", "inherit"],
    });
    this.child = child;
    await new Promise<void>((resolve, reject) => {
      child.once("exit", (code) => {
        reject(new Error(`${this.args[0] ?? "server"} ended with ${code ?? "a signal"}`));
      });
      child.stdout.on("data", (chunk: Buffer) => {
        if (chunk.toString().includes('"listening"')) resolve();
      });
    });
  }

  /** SIGSTOP to it and all of its own processes: it is there and does nothing, as a server that swaps or is moved. */
  freeze(): void {
    for (const pid of this.family()) process.kill(pid, "SIGSTOP");
  }

  thaw(): void {
    for (const pid of this.family()) process.kill(pid, "SIGCONT");
  }

  private family(): number[] {
    const pid = this.child?.pid;
    return pid === undefined ? [] : [pid, ...childrenOf(pid)];
  }

  /** SIGKILL: nothing is said to anybody. Resolves when the process is gone. */
  async kill(): Promise<void> {
    const child = this.child;
    this.child = undefined;
    if (child === undefined || child.exitCode !== null) return;
    const gone = new Promise((resolve) => child.once("exit", resolve));
    child.kill("SIGKILL");
    await gone;
  }
}

function childrenOf(pid: number): number[] {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").trim();
  return children === "" ? [] : children.split(" ").map(Number);
}

/** The key server that the built client looks for. */
export function keyserverProcess({ keyserverPort }: BuiltClient): ServerProcess {
  return new ServerProcess(
    "keyserver-protocol/src/server/main.ts",
    "--host=127.0.0.1",
    `--port=${keyserverPort}`,
  );
}

/** The SFU that the built client looks for. */
export function sfuProcess({ sfuPort, rtcPort }: BuiltClient): ServerProcess {
  return new ServerProcess(
    "sfu/src/main.ts",
    "--host=127.0.0.1",
    `--port=${sfuPort}`,
    `--rtc-port=${rtcPort}`,
  );
}
