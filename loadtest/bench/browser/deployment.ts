import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build, type Plugin } from "vite";
import { startKeyserver } from "@sotto/keyserver-protocol/server";
import { asLinkSecret, makeLink } from "@sotto/shared/ids";
import { type Sfu, startSfu } from "@sotto/sfu";
import { serveFolder } from "./site.ts";

/** What is built of the client. */
export interface ClientBuild {
  readonly rotateSeconds: number;
  /** Changes the workers' scripts; the product's build knows no such thing. */
  readonly workerPlugins?: readonly Plugin[];
}

/** One built client on an origin of its own. */
export interface BuiltSite {
  readonly origin: string;
  /** Of a room that nobody has used. */
  newLink(): string;
}

/** Both servers and one or more builds of the client, on loopback. */
export interface Deployment {
  readonly sfu: Sfu;
  readonly keyserverUrl: string;
  readonly sfuUrl: string;
  readonly sites: readonly BuiltSite[];
  close(): Promise<void>;
}

/** Builds the client as it is shipped, but for what the builds ask for, and starts the servers. */
export async function deploy(builds: readonly ClientBuild[]): Promise<Deployment> {
  const keyserver = await startKeyserver({ host: "127.0.0.1", port: 0 });
  const sfu = await startSfu({
    ...{ host: "127.0.0.1", port: 0, rtcHost: "127.0.0.1", rtcPort: await freePort(), workers: 1 },
    // Everybody here comes from one address.
    limits: { connections: 1_000 },
  });
  process.env["SOTTO_KEYSERVER_URL"] = `ws://127.0.0.1:${keyserver.port}`;
  process.env["SOTTO_SFU_URL"] = `ws://127.0.0.1:${sfu.port}`;
  const folders: string[] = [];
  const servers: { origin: string; close(): void }[] = [];
  for (const wanted of builds) {
    const folder = await mkdtemp(join(tmpdir(), "sotto-built-"));
    folders.push(folder);
    await buildClient(folder, wanted);
    servers.push(await serveFolder(folder));
  }
  return {
    sfu,
    keyserverUrl: `ws://127.0.0.1:${keyserver.port}`,
    sfuUrl: `ws://127.0.0.1:${sfu.port}`,
    sites: servers.map(({ origin }) => ({
      origin,
      newLink: () => makeLink(origin, asLinkSecret(new Uint8Array(randomBytes(32)))),
    })),
    close: async () => {
      for (const server of servers) server.close();
      for (const folder of folders) await rm(folder, { recursive: true, force: true });
      await sfu.close();
      await keyserver.close();
    },
  };
}

async function buildClient(
  folder: string,
  { rotateSeconds, workerPlugins = [] }: ClientBuild,
): Promise<void> {
  process.env["SOTTO_ROTATE_SECONDS"] = String(rotateSeconds);
  await build({
    root: fileURLToPath(new URL("../../../client", import.meta.url)),
    logLevel: "warn",
    worker: { plugins: () => [...workerPlugins] },
    build: { outDir: folder, emptyOutDir: true },
  });
}

async function freePort(): Promise<number> {
  return await new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => {
        if (address === null || typeof address === "string") reject(new Error("no port"));
        else resolve(address.port);
      });
    });
  });
}
