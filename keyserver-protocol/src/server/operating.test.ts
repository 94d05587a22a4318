import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { afterEach, describe, expect, it } from "vitest";
import { idKey } from "./storage/index.ts";
import { groupId } from "./testing/fixtures.ts";
import { append, createGroup, ping, subscribe } from "./testing/requests.ts";
import { SocketClient } from "./testing/socketClient.ts";

const main = fileURLToPath(new URL("main.ts", import.meta.url));

describe("operating a keyserver", () => {
  const cleanups: (() => unknown)[] = [];

  afterEach(async () => {
    for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
  });

  function run(args: readonly string[], env: Readonly<Record<string, string>> = {}) {
    const child = spawn(process.execPath, ["--import", "tsx", main, ...args], {
      stdio: ["ignore", "pipe", "inherit"],
      env: { ...process.env, ...env },
    });
    cleanups.push(() => child.kill("SIGKILL"));
    const lines: string[] = [];
    createInterface(child.stdout).on("line", (line) => lines.push(line));
    const ended = once(child, "exit") as Promise<[number | null]>;
    return { child, lines, ended };
  }

  async function listening({ child, lines }: ReturnType<typeof run>): Promise<{
    readonly port: number;
    readonly operatorPort: number;
  }> {
    for (;;) {
      const line = lines.find((candidate) => candidate.includes('"listening"'));
      if (line !== undefined) return JSON.parse(line) as { port: number; operatorPort: number };
      await once(child.stdout, "data");
    }
  }

  const get = async (port: number, path: string): Promise<{ status: number; body: string }> => {
    const response = await fetch(`http://127.0.0.1:${port}${path}`);
    return { status: response.status, body: await response.text() };
  };

  it("counts what it does on a port of its own, and names nobody there or in its log", async () => {
    const server = run(["--port", "0", "--metrics-port", "0"]);
    const { port, operatorPort } = await listening(server);
    const client = await SocketClient.open(`ws://127.0.0.1:${port}`);
    cleanups.push(() => client.socket.terminate());
    await client.ask(createGroup);
    await client.ask(subscribe());
    await client.ask(append(0));
    client.socket.send("text is no message");
    await client.closed;
    const { status, body } = await get(operatorPort, "/metrics");
    expect(status).toBe(200);
    expect(body).toMatch(/sotto_keyserver_request_seconds_count\{type="append"\} 1/);
    expect(body).toMatch(/sotto_keyserver_errors_total\{code="keyserver\/malformed"\} 1/);
    expect(body).toMatch(/sotto_keyserver_bytes_total\{direction="in"\} [1-9]/);
    const id = idKey(groupId);
    for (const told of [body, ...server.lines]) {
      for (const secret of [id, Buffer.from(groupId).toString("base64url"), "127.0.0.1"]) {
        expect(told).not.toContain(secret);
      }
    }
    expect((await get(operatorPort, "/healthz")).status).toBe(200);
    expect((await get(operatorPort, "/elsewhere")).status).toBe(404);
    expect((await get(port, "/metrics")).status).toBe(404);
  });

  it("on SIGTERM says that it is not ready and serves on, then says goodbye", async () => {
    const server = run(["--port=0", "--metrics-port=0"], { SOTTO_KEYSERVER_DRAIN_SECONDS: "2" });
    const { port, operatorPort } = await listening(server);
    const client = await SocketClient.open(`ws://127.0.0.1:${port}`);
    expect((await get(operatorPort, "/readyz")).status).toBe(200);
    server.child.kill("SIGTERM");
    while ((await get(operatorPort, "/readyz")).status === 200);
    expect(await client.ask(ping)).toMatchObject({ type: "ok" });
    expect(await client.closed).toBe(1001);
    expect((await server.ended)[0]).toBe(0);
  });

  it("refuses settings that are wrong, with all their names, before it starts anything", async () => {
    const folder = await mkdtemp(join(tmpdir(), "sotto-settings-"));
    cleanups.push(() => rm(folder, { recursive: true }));
    await writeFile(join(folder, "sotto.json"), JSON.stringify({ connections: -1, colour: "red" }));
    const server = run(["--config", join(folder, "sotto.json"), "--port", "99999"]);
    expect((await server.ended)[0]).toBe(2);
    expect(server.lines.join("")).toMatch(/colour is not a setting; --port must be .*connections must be/);
  });
});
