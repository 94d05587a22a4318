import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { SfuMetrics } from "./metrics.ts";
import { sfuHelp, sfuSettings } from "./settings.ts";
import { audioParameters } from "./testing/rtp.ts";
import { PATIENCE, runSfu, twoInCall } from "./testing/runningSfu.ts";
import { RunningProgram } from "./testing/runningProgram.ts";
import { newInvitation, randomId, TestClient } from "./testing/TestClient.ts";

const loopback = ["--port=0", "--metrics-port=0", "--rtc-host=127.0.0.9", "--rtc-port=0", "--workers=1"];

function run(args: readonly string[], env: NodeJS.ProcessEnv = {}): RunningProgram {
  const program = new RunningProgram(args, env);
  onTestFinished(() => program.kill());
  return program;
}

async function get(port: number, path: string): Promise<{ status: number; body: string }> {
  const response = await fetch(`http://127.0.0.1:${port}${path}`);
  return { status: response.status, body: await response.text() };
}

describe("operating an SFU", () => {
  it("counts what it does on a port of its own, and names nobody there or in its log", async () => {
    const program = run([...loopback, "--log-level=debug"], { DEBUG: "*" });
    const { port, operatorPort } = await program.listening();
    const client = await TestClient.connect(port);
    const invitation = newInvitation();
    await client.join(invitation);
    const { transportId } = await client.request("createTransport", { direction: "send" });
    const made = { transportId, kind: "audio", rtpParameters: audioParameters(7), stream: 3 };
    const { producerId } = await client.request("produce", made);
    await expect(client.request("closeProducer", { producerId: "none" })).rejects.toThrow();
    const { status, body } = await get(operatorPort, "/metrics");
    expect(status).toBe(200);
    for (const figure of [
      'request_seconds_count{method="join"} 1',
      'errors_total{code="sfu/unknown-producer"} 1',
      "connections 1",
      "calls 1",
      "participants 1",
      'streams{kind="producer"} 1',
      "workers 1",
      'worker_routers{worker="0"} 1',
    ]) {
      expect(body).toContain(`\nsotto_sfu_${figure}\n`);
    }
    expect(body).toMatch(/\nprocess_cpu_seconds_total [\d.]+\n/);
    for (const path of ["/healthz", "/readyz"]) expect((await get(operatorPort, path)).status).toBe(200);
    expect((await get(port, "/metrics")).status).toBe(404);
    expect(program.lines.join()).toContain('"calls":1');
    client.close();
    const ids = [invitation.callId, invitation.admission, client.participantId, transportId, producerId];
    for (const secret of [...ids, "127.0.0."]) {
      expect([body, ...program.lines, ...program.errors].filter((told) => told.includes(secret))).toEqual([]);
    }
  });

  it("on SIGTERM takes no new calls, lets those that are there go on, and ends with the last", async () => {
    const program = run(loopback, { SOTTO_SFU_DRAIN_SECONDS: "3600" });
    const { port, operatorPort } = await program.listening();
    const invitation = newInvitation();
    const client = await TestClient.connect(port);
    await client.join(invitation);
    program.child.kill("SIGTERM");
    while ((await get(operatorPort, "/readyz")).status === 200);
    expect((await get(operatorPort, "/healthz")).status).toBe(200);

    const late = await TestClient.connect(port);
    await expect(late.join(newInvitation())).rejects.toMatchObject({ code: "sfu/limit" });
    await late.join(invitation);
    await client.until("participantJoined");
    client.close();
    late.close();
    expect(await program.exit).toEqual([0, null]);
  });

  it("asked twice ends at once", async () => {
    const program = run([...loopback, "--drain-seconds=3600"]);
    const { port } = await program.listening();
    const client = await TestClient.connect(port);
    await client.join(newInvitation());
    program.child.kill("SIGTERM");
    await expect.poll(() => program.lines.join(), PATIENCE).toContain('"draining"');
    program.child.kill("SIGTERM");
    expect(await client.closed).toBe(1001);
    expect(await program.exit).toEqual([0, null]);
  });

  it("refuses settings that are wrong, with all their names, before it starts anything", async () => {
    const folder = await mkdtemp(join(tmpdir(), "sotto-settings-"));
    onTestFinished(() => rm(folder, { recursive: true }));
    await writeFile(join(folder, "sotto.json"), JSON.stringify({ calls: -1, colour: "red" }));
    const program = run(["--config", join(folder, "sotto.json"), "--rtc-port", "99999"]);
    expect(await program.exit).toEqual([2, null]);
    expect(program.lines.join("")).toMatch(/colour is not a setting; --rtc-port must be .*calls must be/);
  });
});

describe("settings", () => {
  it("say what they are about, and none of them takes the relays' secret", () => {
    expect(sfuHelp()).toContain(
      '--participants-per-call, SOTTO_SFU_PARTICIPANTS_PER_CALL, "participantsPerCall"',
    );
    expect(() => sfuSettings({ "turn-secret": "s" }, {})).toThrow("--turn-secret is not a setting");
  });
});

describe("a server with little room", () => {
  const running = runSfu({ limits: { participants: 2, streams: 2 } });

  it("refuses one participant more, and who comes back finds their place", async () => {
    const ana = await running.joined();
    const ben = await running.joined(newInvitation());
    const cleo = await running.connect();
    const invitation = newInvitation();
    await expect(cleo.join(invitation)).rejects.toMatchObject({ code: "sfu/limit" });
    ben.close();
    await expect
      .poll(
        () =>
          cleo.join(invitation).then(
            () => "in",
            () => "out",
          ),
        PATIENCE,
      )
      .toBe("in");
    expect(running.callOf(ana).participants.size).toBe(1);
  });

  it("refuses one stream more, of whatever kind", async () => {
    const { ben, produce, rtpCapabilities } = await twoInCall(running);
    const { producerId } = await produce(1);
    const { consumerId } = await ben.request("consume", { producerId, rtpCapabilities });
    await expect(produce(2)).rejects.toMatchObject({ code: "sfu/limit" });
    await ben.request("closeConsumer", { consumerId });
    await produce(2);
    const refused = ben.request("consume", { producerId, rtpCapabilities });
    await expect(refused).rejects.toMatchObject({ code: "sfu/limit" });
  });
});

describe("a client that reads nothing", () => {
  const metrics = new SfuMetrics();
  const running = runSfu({ limits: { silenceMs: 200 }, operator: { host: "127.0.0.1", port: 0, metrics } });

  it("is cut while others talk on, and is counted", async () => {
    const invitation = newInvitation();
    const lives = await running.joined(invitation);
    const deaf = await running.connect();
    await deaf.join(invitation, { participantId: deaf.participantId, resumeToken: randomId(32) });
    deaf.stopReading();
    expect((await lives.until("participantLeft")).data).toEqual({ participantId: deaf.participantId });
    await lives.request("ping", {});
    const { body } = await get(running.sfu.operatorPort ?? 0, "/metrics");
    expect(body).toContain('sotto_sfu_cut_total{what="signalling"} 1\n');
  });
});
