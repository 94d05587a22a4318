import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "vite";
import type { TestProject } from "vitest/node";
import { freePort } from "./ports.ts";

/** What all browser tests of one run share. */
export interface BuiltClient {
  readonly folder: string;
  readonly sitePort: number;
  readonly keyserverPort: number;
  readonly sfuPort: number;
  readonly rtcPort: number;
  /** Where a page is that may embed calls. */
  readonly embeddingPort: number;
  readonly rotateSeconds: number;
}

declare module "vitest" {
  export interface ProvidedContext {
    client: BuiltClient;
  }
}

/** Short enough that a test sees several epochs, long enough that each one carries a few seconds of media. */
const ROTATE_SECONDS = 4;

/** Builds the client once, as it is shipped, for servers on ports of this run's own. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), "sotto-client-"));
  const client: BuiltClient = {
    folder,
    sitePort: await freePort(),
    keyserverPort: await freePort(),
    sfuPort: await freePort(),
    rtcPort: await freePort(),
    embeddingPort: await freePort(),
    rotateSeconds: ROTATE_SECONDS,
  };
  process.env["SOTTO_KEYSERVER_URL"] = `ws://127.0.0.1:${client.keyserverPort}`;
  process.env["SOTTO_SFU_URL"] = `ws://127.0.0.1:${client.sfuPort}`;
  process.env["SOTTO_ROTATE_SECONDS"] = String(client.rotateSeconds);
  process.env["SOTTO_RELAYS"] = "1";
  process.env["SOTTO_EMBED_ORIGINS"] = `http://127.0.0.1:${client.embeddingPort}`;
  // The test runner's own value would bring the libraries' development builds.
  process.env["NODE_ENV"] = "production";
  await build({
    root: fileURLToPath(new URL("../..", import.meta.url)),
    logLevel: "warn",
    build: { outDir: folder, emptyOutDir: true },
  });
  project.provide("client", client);
  return () => rm(folder, { recursive: true, force: true });
}
