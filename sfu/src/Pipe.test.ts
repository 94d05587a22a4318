import { createWorker, type types } from "mediasoup";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { Branch } from "./Branch.ts";
import { Branches } from "./Branches.ts";
import { Capacity } from "./Capacity.ts";
import { defaultLimits } from "./limits.ts";
import { av1KeyFrame, av1Parameters, videoParameters, vp8Packet } from "./testing/rtp.ts";
import { PATIENCE } from "./testing/runningSfu.ts";
import type { MediaWorker } from "./WorkerPool.ts";

const SSRC = 1_000;

describe("a stream that crosses to another worker", () => {
  const workers: types.Worker[] = [];
  beforeAll(async () => {
    for (let count = 0; count < 2; count++) workers.push(await createWorker({ logLevel: "none" }));
  });
  afterAll(() => {
    for (const worker of workers) worker.close();
  });

  /** A stream on one worker, and receivers on the other: this process is the network of all of them. */
  async function crossing(parameters: object = videoParameters(SSRC)) {
    const capacity = new Capacity(defaultLimits);
    const [from, to] = workers.map((worker) => {
      const place = { worker, load: 0, routers: 0 } as unknown as MediaWorker;
      return new Branch(place, () => undefined);
    }) as [Branch, Branch];
    onTestFinished(() => {
      from.close();
      to.close();
    });
    const [origin, target] = [await from.opened, await to.opened];
    const sending = await origin.createDirectTransport();
    const producer = await sending.produce({
      kind: "video",
      rtpParameters: parameters as types.RtpParameters,
    });
    /** SSRCs of which a key frame was asked (RFC 4585 §6.3.1: PLI is format 1 of packet type 206). */
    const asked: number[] = [];
    sending.on("rtcp", (packet) => {
      if (packet[1] === 206 && ((packet[0] ?? 0) & 0x1f) === 1) asked.push(packet.readUInt32BE(8));
    });
    const branches = new Branches({ workers: [] }, 0, capacity, () => undefined);
    const pipe = await branches.bring(producer, from, to);
    if (pipe === undefined) throw new Error("no pipe");
    const receiving = await target.createDirectTransport();
    const receive = async () => {
      const consumer = await receiving.consume({
        producerId: producer.id,
        rtpCapabilities: target.rtpCapabilities,
        paused: true,
      });
      const got: Buffer[] = [];
      consumer.on("rtp", (packet) => void got.push(packet));
      pipe.serve(consumer);
      const resume = async (): Promise<void> => {
        await consumer.resume();
        pipe.consider();
      };
      return { consumer, got, resume };
    };
    let sequence = 0;
    const send = (isKeyFrame: boolean, ssrc = SSRC): void => {
      producer.send(vp8Packet(ssrc, ++sequence, isKeyFrame));
    };
    /** Bytes that have come through. */
    const crossed = async (): Promise<number> => {
      const stats = await Promise.all((await targetPipes(target)).map((transport) => transport.getStats()));
      return stats.flat().reduce((sum, { bytesReceived }) => sum + bytesReceived, 0);
    };
    return { branches, capacity, from, to, producer, pipe, receive, send, asked, crossed };
  }

  /** The ends of pipes at a router: it does not list them, so they are noted as they are made. */
  const pipesOf = new WeakMap<types.Router, types.PipeTransport[]>();
  async function targetPipes(router: types.Router): Promise<types.PipeTransport[]> {
    return await Promise.resolve(pipesOf.get(router) ?? []);
  }
  beforeAll(() => {
    for (const worker of workers) {
      worker.observer.on("newrouter", (router) => {
        const ends: types.PipeTransport[] = [];
        pipesOf.set(router, ends);
        router.observer.on("newtransport", (transport) => {
          if (transport.type === "pipe") ends.push(transport as types.PipeTransport);
        });
      });
    }
  });

  it("crosses once however many receive it, and not at all while all of them pause", async () => {
    const { receive, send, crossed, pipe, capacity, from, to, branches, producer } = await crossing();
    const receivers = await Promise.all(Array.from({ length: 20 }, receive));
    await branches.bring(producer, from, to);
    expect(capacity.streams.pipe).toBe(1);
    expect([from.load, to.load]).toEqual([1, 1]);
    send(true);
    await producer.getStats();
    expect(await crossed(), "nobody wants it").toBe(0);

    await Promise.all(receivers.map(({ resume }) => resume()));
    await expect
      .poll(() => {
        send(true);
        return receivers.every(({ got }) => got.length > 0);
      }, PATIENCE)
      .toBe(true);

    for (const { consumer } of receivers) await consumer.pause();
    pipe.consider();
    await expect
      .poll(async () => {
        const before = await crossed();
        send(false);
        await producer.getStats();
        return (await crossed()) - before;
      }, PATIENCE)
      .toBe(0);
  });

  it("is asked for a key frame when somebody begins to receive, and when one asks", async () => {
    const { receive, send, asked } = await crossing();
    send(false);
    const { consumer, got, resume } = await receive();
    await resume();
    await expect.poll(() => asked.length, PATIENCE).toBeGreaterThan(0);
    expect(new Set(asked)).toEqual(new Set([SSRC]));
    send(true);
    await expect.poll(() => got.length, PATIENCE).toBeGreaterThan(0);
    const before = asked.length;
    await consumer.requestKeyFrame();
    await expect.poll(() => asked.length, PATIENCE).toBeGreaterThan(before);
  });

  it("keeps its layers, of which each receiver has its own", async () => {
    const { receive, send } = await crossing(videoParameters(SSRC, 2));
    const { consumer, got, resume } = await receive();
    expect([consumer.type, consumer.preferredLayers?.spatialLayer]).toEqual(["simulcast", 1]);
    await consumer.setPreferredLayers({ spatialLayer: 0 });
    await resume();
    await expect
      .poll(() => {
        send(true, SSRC);
        send(true, SSRC + 2);
        return got.length;
      }, PATIENCE)
      .toBeGreaterThan(0);
    expect(consumer.currentLayers?.spatialLayer).toBe(0);
  });

  it("in AV1 is known by its key frames on the other side too", async () => {
    const { receive, producer } = await crossing(av1Parameters(SSRC));
    const { got, resume } = await receive();
    await resume();
    let sequence = 0;
    await expect
      .poll(() => {
        producer.send(av1KeyFrame(SSRC, ++sequence));
        return got.length;
      }, PATIENCE)
      .toBeGreaterThan(0);
  });

  it("ends with its producer, and with the worker where it comes in", async () => {
    const { receive, producer, pipe, capacity } = await crossing();
    const { consumer } = await receive();
    producer.close();
    await expect.poll(() => consumer.closed, PATIENCE).toBe(true);
    expect([pipe.closed, capacity.streams.pipe]).toEqual([true, 0]);
  });

  it("is laid anew if somebody wants it after the other worker has died", async () => {
    const { branches, producer, from, receive } = await crossing();
    const third = await createWorker({ logLevel: "none" });
    onTestFinished(() => {
      third.close();
    });
    const place = { worker: third, load: 0, routers: 0 } as unknown as MediaWorker;
    let died = 0;
    const dies = new Branch(place, () => (died += 1));
    await branches.bring(producer, from, dies);
    process.kill(third.pid, "SIGKILL");
    await expect.poll(() => died, PATIENCE).toBe(1);
    const { consumer } = await receive();
    expect([producer.closed, consumer.closed]).toEqual([false, false]);
    await expect(branches.bring(producer, from, dies)).rejects.toThrow();
  });
});
