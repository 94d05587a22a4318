import { beforeEach, describe, expect, it } from "vitest";
import { watchWorkers } from "./testing/mediaWorkers.ts";
import { audioParameters, videoParameters } from "./testing/rtp.ts";
import { PATIENCE, runSfu } from "./testing/runningSfu.ts";
import { newInvitation, type TestClient } from "./testing/TestClient.ts";

const workers = watchWorkers();

describe("a call on two workers", () => {
  const running = runSfu({ workers: 2, limits: { spreadLoad: 1 } });

  /** One that an earlier test has killed is back. */
  beforeEach(async () => {
    await expect.poll(() => workers.running.length, PATIENCE).toBe(2);
  });

  async function sender(client: TestClient, streams: readonly number[]) {
    const { transportId } = await client.request("createTransport", { direction: "send" });
    const produce = async (stream: number, kind: "audio" | "video", rtpParameters: object) => {
      const { producerId } = await client.request("produce", { transportId, kind, rtpParameters, stream });
      return producerId;
    };
    const audio: string[] = [];
    for (const stream of streams) audio.push(await produce(stream, "audio", audioParameters(100 + stream)));
    return { audio, video: await produce(9, "video", videoParameters(900, 3)) };
  }

  it("gives each receiver its own choice of layers, and the sender the most that any of them wants", async () => {
    const invitation = newInvitation();
    const ana = await running.joined(invitation);
    const { video } = await sender(ana, []);
    const wanted = (): unknown => ana.notifications.findLast(({ method }) => method === "wantedLayers")?.data;
    const consumers: { client: TestClient; consumerId: string }[] = [];
    for (const spatialLayer of [0, 1]) {
      const client = await running.connect();
      const { routerRtpCapabilities: rtpCapabilities } = await client.join(invitation);
      await client.request("createTransport", { direction: "recv" });
      const answer = await client.request("consume", { producerId: video, rtpCapabilities });
      expect(answer).toMatchObject({ producerId: video, type: "simulcast", stream: 9 });
      const { consumerId } = answer;
      await client.request("setPreferredLayers", { consumerId, spatialLayer });
      await client.request("resumeConsumer", { consumerId });
      await client.request("requestKeyFrame", { consumerId });
      consumers.push({ client, consumerId });
    }
    expect(running.callOf(ana).branches.size).toBe(2);
    await expect.poll(wanted, PATIENCE).toEqual({ producerId: video, spatialLayer: 1 });
    for (const { client, consumerId } of consumers) await client.request("pauseConsumer", { consumerId });
    await expect.poll(wanted, PATIENCE).toEqual({ producerId: video, spatialLayer: -1 });
  });

  it("goes on when one of them dies: who was there comes back, and the others stay", async () => {
    const invitation = newInvitation();
    const ana = await running.joined(invitation);
    const { audio } = await sender(ana, [1]);
    const viewer = await running.connect();
    const { routerRtpCapabilities: rtpCapabilities } = await viewer.join(invitation);
    await viewer.request("createTransport", { direction: "recv" });
    const call = running.callOf(ana);
    const there = call.participants.get(viewer.participantId)?.branchOf("recv");
    expect(there).not.toBe(call.branches.stage);
    call.evictions.replace(undefined, "A".repeat(43));

    await workers.killWorkerOf(there?.router);
    expect((await viewer.until("closing")).data).toEqual({ reason: "the media worker has stopped" });
    expect(await viewer.closed).toBe(1001);
    const { participantId, resumeToken } = viewer;
    expect((await ana.until("participantLeft")).data).toEqual({ participantId });

    const back = await running.connect();
    const { participants } = await back.join(invitation, { participantId, resumeToken });
    expect(participants).toMatchObject([
      { participantId: ana.participantId, producers: [{ stream: 1 }, {}] },
    ]);
    await back.request("createTransport", { direction: "recv" });
    await back.request("consume", { producerId: audio[0], rtpCapabilities });
    expect(ana.notifications.map(({ method }) => method)).not.toContain("closing");
    expect([...running.sfu.calls.values()], "what members agreed with it stays").toEqual([call]);
    expect(call.evictions.capabilityHash).toBe("A".repeat(43));
  });

  it("goes on when the stage dies: the streams come back elsewhere", async () => {
    const invitation = newInvitation();
    const ana = await running.joined(invitation);
    const { video } = await sender(ana, []);
    const viewer = await running.connect();
    const { routerRtpCapabilities: rtpCapabilities } = await viewer.join(invitation);
    await viewer.request("createTransport", { direction: "recv" });
    const { consumerId } = await viewer.request("consume", { producerId: video, rtpCapabilities });

    await workers.killWorkerOf(running.callOf(ana).router);
    expect(await ana.closed).toBe(1001);
    expect((await viewer.until("consumerClosed")).data).toEqual({ consumerId });
    expect((await viewer.until("participantLeft")).data).toEqual({ participantId: ana.participantId });
    const back = await running.connect();
    await back.join(invitation, { participantId: ana.participantId, resumeToken: ana.resumeToken });
    const again = await sender(back, []);
    await viewer.request("consume", { producerId: again.video, rtpCapabilities });
  });
});
