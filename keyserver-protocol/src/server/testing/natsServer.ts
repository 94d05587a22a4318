import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** The NATS server's program: SOTTO_NATS_SERVER, or the one in the path. Undefined if there is none. */
export function natsProgram(): string | undefined {
  const program = process.env.SOTTO_NATS_SERVER ?? "nats-server";
  return spawnSync(program, ["--version"]).status === 0 ? program : undefined;
}

export interface NatsServer {
  readonly url: string;
  stop(): Promise<void>;
}

/** Starts a NATS server with JetStream on a free loopback port, with its own folder. */
export async function startNats(program: string, maxPayloadBytes = 8 * 1024 * 1024): Promise<NatsServer> {
  const folder = await mkdtemp(join(tmpdir(), "sotto-nats-"));
  const config = join(folder, "nats.conf");
  await writeFile(
    config,
    `host: 127.0.0.1\nport: -1\nmax_payload: ${maxPayloadBytes}\nmax_pending: ${8 * maxPayloadBytes}\njetstream { store_dir: "${folder}", max_mem: 16GB, max_file: 16MB }\n`,
  );
  const child = spawn(program, ["-c", config], { stdio: ["ignore", "ignore", "pipe"] });
  let said = "";
  const port = await new Promise<string>((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", () => reject(new Error(`the NATS server ended: ${said}`)));
    child.stderr.on("data", (chunk: Buffer) => {
      said += chunk.toString();
      const address = /client connections on 127\.0\.0\.1:(\d+)/.exec(said);
      if (address?.[1] !== undefined && said.includes("Server is ready")) resolve(address[1]);
    });
  });
  return {
    url: `nats://127.0.0.1:${port}`,
    stop: async () => {
      const ended = once(child, "exit");
      child.kill("SIGTERM");
      await ended;
      await rm(folder, { recursive: true, force: true });
    },
  };
}
