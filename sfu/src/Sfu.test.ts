import { observer, type types } from "mediasoup";
import { pino } from "pino";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startSfu } from "./index.ts";
import { PATIENCE, RTC_HOST, runSfu, twoInCall } from "./testing/runningSfu.ts";
import { newInvitation, TestClient } from "./testing/TestClient.ts";

const loopback = { host: "127.0.0.1", port: 0, rtcHost: RTC_HOST, rtcPort: 0, workers: 1 };

/** Every worker process that is started during the tests of the block. */
function watchWorkers(): types.Worker[] {
  const workers: types.Worker[] = [];
  const seen = (worker: types.Worker): void => void workers.push(worker);
  beforeAll(() => {
    observer.on("newworker", seen);
  });
  afterAll(() => {
    observer.off("newworker", seen);
  });
  return workers;
}

describe("a media worker that dies", () => {
  const workers = watchWorkers();
  const lines: string[] = [];
  const running = runSfu({
    workers: 2,
    logger: pino({ level: "trace" }, { write: (line: string) => void lines.push(line) }),
  });

  it("ends its calls, which are told, and no others; a new one takes its place", async () => {
    const { ana, ben, invitation } = await twoInCall(running);
    const elsewhere = await running.joined();
    const pidOf = async (client: TestClient): Promise<number> => {
      const { router } = running.callOf(client);
      for (const worker of workers) {
        if (!worker.closed && (await worker.dump()).routerIds.includes(router.id)) return worker.pid;
      }
      throw new Error("on no worker");
    };
    const pid = await pidOf(ana);
    expect(pid, "calls are spread over the workers").not.toBe(await pidOf(elsewhere));
    process.kill(pid, "SIGKILL");
    for (const client of [ana, ben]) {
      expect((await client.until("closing")).data).toEqual({ reason: "the media worker has stopped" });
      expect(await client.closed).toBe(1001);
    }
    await elsewhere.request("createTransport", { direction: "send" });
    expect(elsewhere.notifications).toEqual([]);

    await expect.poll(() => workers.filter(({ closed }) => !closed).length, PATIENCE).toBe(2);
    const again = await running.joined(invitation);
    await again.request("createTransport", { direction: "send" });
    await expect.poll(() => lines.join(""), PATIENCE).toContain("media worker died");
    const { callId, admission } = invitation;
    const { participantId, resumeToken } = ana;
    for (const secret of [callId, admission, participantId, resumeToken, "127.0.0."]) {
      expect(lines.join("")).not.toContain(secret);
    }
  });
});

describe("a client that answers no ping", () => {
  const running = runSfu({ limits: { silenceMs: 100 } });

  it("is cut, and the others are told", async () => {
    const invitation = newInvitation();
    const lives = await running.joined(invitation);
    const silent = await TestClient.connect(running.sfu.port, { autoPong: false });
    await silent.join(invitation);
    expect(await silent.closed).toBe(1006);
    const { participantId } = silent;
    expect((await lives.until("participantLeft")).data).toEqual({ participantId });
    await lives.request("ping", {});
  });
});

describe("closing", () => {
  const workers = watchWorkers();

  it("tells everybody, and leaves no socket, no port and no process", async () => {
    const sfu = await startSfu(loopback);
    const client = await TestClient.connect(sfu.port);
    await client.join(newInvitation());
    const idle = await TestClient.connect(sfu.port);
    const closed = sfu.close();
    expect((await client.until("closing")).data).toEqual({ reason: "the server is closing" });
    expect([await client.closed, await idle.closed]).toEqual([1001, 1001]);
    await closed;
    expect(sfu.calls.size).toBe(0);
    expect(workers.map(({ subprocessClosed }) => subprocessClosed)).toEqual([true]);
    await expect(TestClient.connect(sfu.port)).rejects.toThrow();
  });
});

describe("starting", () => {
  const workers = watchWorkers();

  it("gives each worker the port after the one before", async () => {
    const first = await startSfu(loopback);
    const { iceCandidates } = await newTransport(first.port);
    await first.close();
    const rtcPort = iceCandidates[0]?.port ?? 0;
    const sfu = await startSfu({ ...loopback, rtcPort, workers: 2 });
    const ports = [await newTransport(sfu.port), await newTransport(sfu.port)].map(
      (answer) => new Set(answer.iceCandidates.map(({ port }) => port)),
    );
    expect(ports).toEqual([new Set([rtcPort]), new Set([rtcPort + 1])]);
    await sfu.close();
  });

  it.each([
    ["no worker", { workers: 0 }],
    ["no port for each worker", { rtcPort: 65_535, workers: 2 }],
    ["no address that clients could be told", { rtcHost: "0.0.0.0" }],
  ])("is refused with %s", async (_, options) => {
    const before = workers.length;
    await expect(startSfu({ ...loopback, ...options })).rejects.toMatchObject({ code: "sfu/options" });
    expect(workers).toHaveLength(before);
  });

  it("on a port that is taken fails and leaves no process", async () => {
    const sfu = await startSfu(loopback);
    const before = workers.length;
    await expect(startSfu({ ...loopback, port: sfu.port })).rejects.toMatchObject({ code: "EADDRINUSE" });
    expect(workers.slice(before).map(({ subprocessClosed }) => subprocessClosed)).toEqual([true]);
    await sfu.close();
  });
});

describe("the announced address", () => {
  const running = runSfu({ announcedAddress: "192.0.2.7" });

  it("is all that clients are told", async () => {
    const client = await running.joined();
    const { iceCandidates } = await client.request("createTransport", { direction: "send" });
    expect(new Set(iceCandidates.map(({ address }) => address))).toEqual(new Set(["192.0.2.7"]));
  });
});

describe("the health check", () => {
  const running = runSfu();

  it("answers, and nothing else does", async () => {
    const url = `http://127.0.0.1:${running.sfu.port}`;
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
    expect((await fetch(`${url}/`)).status).toBe(404);
    expect(await (await fetch(`${url}/healthz`)).text()).toBe("");
  });
});

/** The addresses a newcomer in a call of its own is told. */
async function newTransport(port: number) {
  const client = await TestClient.connect(port);
  await client.join(newInvitation());
  return await client.request("createTransport", { direction: "send" });
}
