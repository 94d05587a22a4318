import { createWorker, type types } from "mediasoup";
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished } from "vitest";
import type { Branch } from "./Branch.ts";
import { Branch as NewBranch } from "./Branch.ts";
import { Branches } from "./Branches.ts";
import { Capacity } from "./Capacity.ts";
import { defaultLimits } from "./limits.ts";
import { watchWorkers } from "./testing/mediaWorkers.ts";
import { audioParameters, videoParameters, vp8Packet } from "./testing/rtp.ts";
import { PATIENCE, runSfu } from "./testing/runningSfu.ts";
import { newInvitation, type TestClient } from "./testing/TestClient.ts";
import type { MediaWorker } from "./WorkerPool.ts";

const VIEWERS = 300;
const WORKERS = 4;
/** So many join at a time, as they do when a webinar begins. */
const AT_ONCE = 20;

describe(`one who sends and ${VIEWERS} who watch, on ${WORKERS} workers`, () => {
  const workers = watchWorkers();
  const running = runSfu({ workers: WORKERS, limits: { spreadLoad: 60 } });

  beforeEach(async () => {
    await expect.poll(() => workers.running.length, PATIENCE).toBe(WORKERS);
  });

  /** Has somebody watch, or watch again after its worker has died. */
  async function watch(
    invitation: ReturnType<typeof newInvitation>,
    producers: readonly string[],
    before?: TestClient,
  ): Promise<TestClient> {
    const client = await running.connect();
    const { routerRtpCapabilities: rtpCapabilities } = await client.join(
      invitation,
      before && { participantId: before.participantId, resumeToken: before.resumeToken },
    );
    await client.request("createTransport", { direction: "recv" });
    for (const producerId of producers) {
      const { consumerId } = await client.request("consume", { producerId, rtpCapabilities });
      await client.request("resumeConsumer", { consumerId });
    }
    return client;
  }

  it(
    "has the viewers on routers of their own, and loses with a worker only who is on it",
    { timeout: 60_000 },
    async () => {
      const invitation = newInvitation();
      const ana = await running.joined(invitation);
      const { transportId } = await ana.request("createTransport", { direction: "send" });
      const produce = async (kind: "audio" | "video", stream: number, rtpParameters: object) =>
        (await ana.request("produce", { transportId, kind, stream, rtpParameters })).producerId;
      const producers = [
        await produce("audio", 0, audioParameters(100)),
        await produce("video", 1, videoParameters(900, 3)),
      ];
      const viewers: TestClient[] = [];
      while (viewers.length < VIEWERS)
        viewers.push(
          ...(await Promise.all(Array.from({ length: AT_ONCE }, () => watch(invitation, producers)))),
        );

      const call = running.callOf(ana);
      const branchOf = (id: string): Branch | undefined => call.participants.get(id)?.branchOf("recv");
      const crowdOf = (branch: Branch | undefined): TestClient[] =>
        viewers.filter(({ participantId }) => branchOf(participantId) === branch);
      const { stage } = call.branches;
      const branches = [...new Set(viewers.map(({ participantId }) => branchOf(participantId)))];
      const others = branches.filter((branch) => branch !== stage);
      expect(call.branches.size).toBe(WORKERS);
      expect(others.length).toBe(WORKERS - 1);
      // Each viewer is a transport and two streams: those who came before the call was spread are on the stage.
      expect(crowdOf(stage).length).toBeLessThan(VIEWERS / WORKERS / 2);
      const crowds = others.map((branch) => crowdOf(branch).length);
      expect(Math.max(...crowds) - Math.min(...crowds), "evenly").toBeLessThan(AT_ONCE);
      for (const producerId of producers) {
        const { mapProducerIdConsumerIds } = await call.router.dump();
        const leaving = mapProducerIdConsumerIds.find(({ key }) => key === producerId)?.values.length;
        expect(leaving, "once to each of the others").toBe(crowdOf(stage).length + others.length);
      }

      const lost = crowdOf(others[0]);
      const kept = viewers.filter((viewer) => !lost.includes(viewer));
      await workers.killWorkerOf(others[0]?.router);
      expect(new Set(await Promise.all(lost.map(({ closed }) => closed)))).toEqual(new Set([1001]));
      const back = await Promise.all(lost.map((viewer) => watch(invitation, producers, viewer)));
      expect(new Set(back.map(({ participantId }) => participantId)).size).toBe(lost.length);
      for (const { participantId } of [...kept, ...lost]) {
        const branch = branchOf(participantId);
        expect(branch?.router?.closed, "everybody is on a worker that runs").toBe(false);
      }
      expect(call.participants.size).toBe(VIEWERS + 1);
      for (const { notifications } of [ana, ...kept])
        expect(notifications.map(({ method }) => method)).not.toContain("closing");
    },
  );
});

describe("what flows to a crowd", () => {
  const CROWD = VIEWERS / 3;
  const PACKETS = 20;
  const SSRC = 1_000;
  const workers: types.Worker[] = [];
  beforeAll(async () => {
    for (let count = 0; count < WORKERS; count++) workers.push(await createWorker({ logLevel: "none" }));
  });
  afterAll(() => {
    for (const worker of workers) worker.close();
  });

  /** Packets that a consumer was given by its worker. */
  async function given(consumer: types.Consumer): Promise<number> {
    const stats = await consumer.getStats();
    return stats.reduce((sum, one) => sum + (one.type === "outbound-rtp" ? one.packetCount : 0), 0);
  }

  it("crosses once to each worker; nothing flows to who has paused, or to a worker where all have", async () => {
    const [stage, ...others] = workers.map(
      (worker) => new NewBranch({ worker, load: 0, routers: 0 } as unknown as MediaWorker, () => undefined),
    ) as [Branch, Branch, Branch, Branch];
    onTestFinished(() => {
      for (const branch of [stage, ...others]) branch.close();
    });
    const branches = new Branches({ workers: [] }, 0, new Capacity(defaultLimits), () => undefined);
    const producer = await (
      await (await stage.opened).createDirectTransport()
    ).produce({
      kind: "video",
      rtpParameters: videoParameters(SSRC) as unknown as types.RtpParameters,
    });
    const crowds = await Promise.all(
      others.map(async (branch, at) => {
        const pipe = await branches.bring(producer, stage, branch);
        const router = await branch.opened;
        const receiving = await router.createDirectTransport();
        // On the last worker everybody pauses, on the others every second one.
        const viewers = await Promise.all(
          Array.from({ length: CROWD }, async (_, index) => {
            const paused = at === others.length - 1 || index % 2 === 1;
            const { rtpCapabilities } = router;
            const consumer = await receiving.consume({ producerId: producer.id, rtpCapabilities, paused });
            pipe?.serve(consumer);
            return { consumer, paused };
          }),
        );
        return { viewers, pipe };
      }),
    );
    const watching = crowds.flatMap(({ viewers }) => viewers.filter(({ paused }) => !paused));
    const pausing = crowds.flatMap(({ viewers }) => viewers.filter(({ paused }) => paused));
    expect([watching.length, pausing.length]).toEqual([CROWD, 2 * CROWD]);
    const countOf = async (consumers: readonly { readonly consumer: types.Consumer }[]): Promise<number[]> =>
      await Promise.all(consumers.map(({ consumer }) => given(consumer)));

    // Until the pipes are open and every picture has begun.
    let sequence = 0;
    const send = (isKeyFrame: boolean): void => {
      producer.send(vp8Packet(SSRC, ++sequence, isKeyFrame));
    };
    await expect
      .poll(async () => {
        send(true);
        return (await countOf(watching)).every((count) => count > 0);
      }, PATIENCE)
      .toBe(true);
    const pipes = crowds.flatMap(({ pipe }) => (pipe === undefined ? [] : [{ consumer: pipe.ends[0] }]));
    const [before, crossedBefore] = [await countOf(watching), await countOf(pipes)];
    for (let count = 0; count < PACKETS; count++) send(false);
    await expect
      .poll(async () => {
        const now = await countOf(watching);
        return now.every((count, at) => count === (before[at] ?? 0) + PACKETS);
      }, PATIENCE)
      .toBe(true);
    const crossed = (await countOf(pipes)).map((count, at) => count - (crossedBefore[at] ?? 0));
    expect(crossed, "once to each worker where somebody watches").toEqual([PACKETS, PACKETS, 0]);
    expect(new Set(await countOf(pausing)), "nothing to who has paused").toEqual(new Set([0]));
  });
});
