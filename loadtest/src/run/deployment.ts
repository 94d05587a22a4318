import { type ChildProcess, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

/** A deployment under test. */
export interface Deployment {
  readonly keyserverUrl: string;
  readonly sfuUrl: string;
  /** Its processes, where they are ours: name and process id. */
  readonly servers: readonly { readonly name: string; readonly pid: number }[];
  close(): Promise<void>;
}

/** How long a server may take to listen, ms. */
const START_MS = 60_000;
const ROOT = fileURLToPath(new URL("../../../", import.meta.url));

/** Somebody else's deployment, by its addresses. */
export function deploymentAt(keyserverUrl: string, sfuUrl: string): Deployment {
  return { keyserverUrl, sfuUrl, servers: [], close: () => Promise.resolve() };
}

/** A server of ours in a process of its own. */
export interface OwnServer {
  readonly name: string;
  readonly pid: number;
  readonly port: number;
  close(): Promise<void>;
}

/** Starts a server's program. @throws if it does not come to listen */
export async function startServer(name: string, args: readonly string[]): Promise<OwnServer> {
  const child = spawn(process.execPath, ["--import", "tsx", ...args], {
    cwd: ROOT,
    stdio: ["ignore", "pipe", "inherit"],
  });
  const close = (): Promise<void> => ended(child);
  try {
    return { name, pid: child.pid ?? 0, port: await portOf(child, name), close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Starts a key server and an SFU of our own on the loopback. @throws if one does not start */
export async function ownDeployment(workers: number | undefined): Promise<Deployment> {
  const here = ["--host", "127.0.0.1", "--port", "0"];
  const keyserver = await startServer("key server", ["keyserver-protocol/src/server/main.ts", ...here]);
  try {
    const sfu = await startServer("SFU", [
      ...["sfu/src/main.ts", ...here, "--rtc-port", "0"],
      ...(workers === undefined ? [] : ["--workers", String(workers)]),
    ]);
    return {
      keyserverUrl: `ws://127.0.0.1:${keyserver.port}`,
      sfuUrl: `ws://127.0.0.1:${sfu.port}`,
      servers: [keyserver, sfu],
      close: async () => {
        await Promise.all([keyserver.close(), sfu.close()]);
      },
    };
  } catch (error) {
    await keyserver.close();
    throw error;
  }
}

/** The port in the line with which a server says that it listens. */
async function portOf(child: ChildProcess, name: string): Promise<number> {
  const { stdout } = child;
  if (stdout === null) throw new Error("no output to read");
  return await new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      reject(new Error(`the ${name} did not begin to listen`));
    }, START_MS);
    const lines: string[] = [];
    createInterface({ input: stdout }).on("line", (line) => {
      lines.push(line);
      const { msg, port } = entryOf(line);
      if (msg !== "listening" || port === undefined) return;
      clearTimeout(timer);
      resolve(port);
    });
    child.once("exit", () => {
      clearTimeout(timer);
      reject(new Error(`the ${name} has ended: ${lines.slice(-3).join(" ")}`));
    });
  });
}

function entryOf(line: string): { readonly msg?: unknown; readonly port?: number } {
  try {
    return JSON.parse(line) as { msg?: unknown; port?: number };
  } catch {
    return {};
  }
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((resolve) => child.once("exit", resolve));
  child.kill("SIGTERM");
  const impatience = setTimeout(() => child.kill("SIGKILL"), 5_000);
  await gone;
  clearTimeout(impatience);
}
