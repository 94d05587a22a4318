import { describe, expect, it, onTestFinished } from "vitest";
import { RunningProgram } from "./testing/runningProgram.ts";
import { newInvitation, TestClient } from "./testing/TestClient.ts";

function run(args: readonly string[], env: NodeJS.ProcessEnv = {}): RunningProgram {
  const program = new RunningProgram(args, env);
  onTestFinished(() => program.kill());
  return program;
}

describe("the program", () => {
  it("says when it listens, and ends when asked", async () => {
    const program = run(["--port", "0", "--rtc-host", "127.0.0.9", "--rtc-port", "0", "--workers", "1"]);
    const client = await TestClient.connect((await program.listening()).port);
    await client.join(newInvitation());
    program.child.kill("SIGTERM");
    expect(await client.closed).toBe(1001);
    expect(await program.exit).toEqual([0, null]);
  });

  it("refuses relays without their secret, and never shows the secret", async () => {
    const relay = ["--turn-urls", "turn:192.0.2.7:3478"];
    const without = run(relay, { SOTTO_TURN_SECRET: undefined });
    expect(await without.exit).toEqual([2, null]);
    expect(without.lines.join()).toContain("SOTTO_TURN_SECRET");
    const short = run(relay, { SOTTO_TURN_SECRET: "hunter2" });
    expect(await short.exit).toEqual([2, null]);
    expect([...short.lines, ...short.errors].join()).not.toContain("hunter2");
  });
});
