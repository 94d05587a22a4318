import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { afterEach, describe, expect, it } from "vitest";
import { PATIENCE } from "./testing/runningSfu.ts";
import { newInvitation, TestClient } from "./testing/TestClient.ts";

const main = new URL("./main.ts", import.meta.url).pathname;
const ended: (() => Promise<unknown>)[] = [];

/** The program, with every line that it prints. */
function run(args: readonly string[], env: NodeJS.ProcessEnv = {}) {
  const child = spawn(process.execPath, ["--import", "tsx", main, ...args], {
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const lines: string[] = [];
  const errors: string[] = [];
  const exit = once(child, "close");
  createInterface(child.stdout).on("line", (line) => lines.push(line));
  createInterface(child.stderr).on("line", (line) => errors.push(line));
  ended.push(() => {
    child.kill("SIGKILL");
    return exit;
  });
  return { child, lines, errors, exit };
}

describe("the program", () => {
  afterEach(() => Promise.all(ended.splice(0).map((end) => end())));

  it("says when it listens, ends when asked, and logs nothing about who called", async () => {
    const args = ["--port", "0", "--rtc-host", "127.0.0.9", "--rtc-port", "0", "--workers", "1"];
    const { child, lines, errors, exit } = run(args, { DEBUG: "*" });
    const listening = (): { port: number } | undefined =>
      lines
        .map((line) => JSON.parse(line) as { msg: string; port: number })
        .find(({ msg }) => msg === "listening");
    await expect.poll(listening, PATIENCE).toBeDefined();

    const client = await TestClient.connect(listening()?.port ?? 0);
    const invitation = newInvitation();
    await client.join(invitation);
    const { transportId, iceParameters } = await client.request("createTransport", { direction: "send" });
    child.kill("SIGTERM");
    expect(await client.closed).toBe(1001);
    expect(await exit).toEqual([0, null]);

    const { participantId } = client;
    const { callId, admission } = invitation;
    const { usernameFragment } = iceParameters;
    for (const secret of [callId, admission, participantId, transportId, usernameFragment, "127.0.0."]) {
      expect([...lines, ...errors].filter((line) => line.includes(secret))).toEqual([]);
    }
  });

  it("refuses options that make no sense, and says which", async () => {
    const { lines, exit } = run(["--rtc-port", "70000"]);
    expect(await exit).toEqual([2, null]);
    expect(lines.join()).toContain("--rtc-port");
  });

  it("refuses relays without their secret, and never shows the secret", async () => {
    const relay = ["--turn-url", "turn:192.0.2.7:3478"];
    const without = run(relay, { SOTTO_TURN_SECRET: undefined });
    expect(await without.exit).toEqual([2, null]);
    expect(without.lines.join()).toContain("SOTTO_TURN_SECRET");
    const short = run(relay, { SOTTO_TURN_SECRET: "hunter2" });
    expect(await short.exit).toEqual([2, null]);
    expect([...short.lines, ...short.errors].join()).not.toContain("hunter2");
  });
});
