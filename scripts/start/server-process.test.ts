import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { ServerProcess, logEntry } from "./server-process.mjs";

const started: ServerProcess[] = [];

function start(program: string, ready: { port: number; host: string } | "listening line" = "listening line") {
  const server = new ServerProcess({
    name: "test server",
    args: ["--eval", program],
    cwd: import.meta.dirname,
    env: process.env,
    ready,
  });
  started.push(server);
  return server;
}

const LISTENING = `console.log(JSON.stringify({ level: 30, msg: "listening" }));`;
const FOR_EVER = "setInterval(() => {}, 1000);";

describe("ServerProcess", () => {
  afterEach(async () => {
    await Promise.all(started.splice(0).map((server) => server.stop()));
  });

  it("is listening when the server logs so", async () => {
    await start(`${LISTENING}${FOR_EVER}`).listening;
  });

  it("is listening when its port answers", async () => {
    const reserved = createServer().listen(0, "127.0.0.1");
    await once(reserved, "listening");
    const { port } = reserved.address() as AddressInfo;
    await once(reserved.close(), "close");
    const program = `require("node:net").createServer().listen(${port}, "127.0.0.1")`;
    await start(program, { host: "127.0.0.1", port }).listening;
  });

  it("reports an end that nobody asked for, with the last output", async () => {
    const server = start(`${LISTENING} console.error("out of luck"); process.exitCode = 3;`);
    expect(await server.failure).toBe("ended (exit code 3)");
    expect(server.output).toContain("out of luck");
  });

  it("ends the server and what the server started", async () => {
    const server = start(`
      const { spawn } = require("node:child_process");
      const child = spawn(process.execPath, ["--eval", ${JSON.stringify(FOR_EVER)}], { stdio: "inherit" });
      child.once("spawn", () => { ${LISTENING} });
      ${FOR_EVER}
    `);
    await server.listening;
    // The grandchild holds the same output open: stop() would wait for ever if it lived on.
    await server.stop();
  });

  it("may be stopped after it ended", async () => {
    const server = start("process.exitCode = 0;");
    await server.failure;
    await server.stop();
  });
});

describe("logEntry", () => {
  it("reads a log line and nothing else", () => {
    expect(logEntry('{"level":40,"msg":"slow"}')).toEqual({ level: 40, msg: "slow" });
    expect(logEntry('{"msg":"listening"}')).toEqual({ level: 0, msg: "listening" });
    expect(logEntry("{ not json")).toBeUndefined();
    expect(logEntry("listening")).toBeUndefined();
  });
});
