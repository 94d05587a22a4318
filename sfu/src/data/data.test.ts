import type { types } from "mediasoup";
import { describe, expect, it, onTestFinished } from "vitest";
import {
  DATA_PREFIX_BYTES,
  MAX_DATA_MESSAGE_BYTES,
  type Notification,
  type Reliability,
} from "@sotto/shared/signalling";
import { defaultLimits, type SfuLimits } from "../limits.ts";
import { noMeter } from "../meter.ts";
import { PATIENCE, runSfu } from "../testing/runningSfu.ts";
import { newInvitation, randomId } from "../testing/TestClient.ts";
import { DataBus } from "./DataBus.ts";
import { DataPort } from "./DataPort.ts";

const EVERYBODY = Buffer.alloc(DATA_PREFIX_BYTES).toString("base64url");

/** Somebody at the bus whose network is this process: a direct transport each way in the place of SCTP. */
class Peer {
  readonly id = randomId(16);
  readonly got: { from: string; body: string }[] = [];
  readonly told: Notification[] = [];
  readonly port: DataPort;
  readonly #router: types.Router;
  readonly #transport: types.DirectTransport;
  readonly #mine = new Map<Reliability, types.DataProducer>();
  readonly consumers: types.DataConsumer[] = [];

  constructor(
    bus: DataBus,
    router: types.Router,
    transport: types.DirectTransport,
    limits: SfuLimits,
    now: () => number,
  ) {
    this.#router = router;
    const owner = { id: this.id, notify: (notification: Notification) => void this.told.push(notification) };
    this.port = new DataPort(owner, bus, limits, now);
    this.#transport = transport;
    transport.observer.on("newdataproducer", (producer) => {
      this.#mine.set(this.#mine.has("reliable") ? "lossy" : "reliable", producer);
    });
    transport.observer.on("newdataconsumer", (consumer) => {
      this.consumers.push(consumer);
      consumer.on("message", (message) => {
        this.got.push({
          from: message.subarray(0, DATA_PREFIX_BYTES).toString("base64url"),
          body: message.subarray(DATA_PREFIX_BYTES).toString(),
        });
      });
    });
  }

  async open(): Promise<this> {
    const transport = this.#transport as unknown as types.WebRtcTransport;
    for (const reliability of ["reliable", "lossy"] as const) {
      const seat = { transport, branch: { opened: Promise.resolve(this.#router) } };
      await this.port.produce(seat, { transportId: transport.id, reliability, streamId: 1 });
      await this.port.consume(seat, { reliability });
    }
    return this;
  }

  send(to: string, body: string | Uint8Array, reliability: Reliability = "reliable"): void {
    this.sendRaw(Buffer.concat([Buffer.from(to, "base64url"), Buffer.from(body)]), reliability);
  }

  sendRaw(message: Buffer | string, reliability: Reliability = "reliable"): void {
    this.#mine.get(reliability)?.send(message);
  }
}

describe("data messages", () => {
  const running = runSfu();
  let time = 0;

  async function bus(count: number, limits: Partial<SfuLimits> = {}) {
    const client = await running.joined(newInvitation());
    const { router } = running.callOf(client);
    const shared = new DataBus(noMeter);
    const peers: Peer[] = [];
    for (let index = 0; index < count; index++) {
      const transport = await router.createDirectTransport();
      onTestFinished(() => {
        transport.close();
      });
      const peer = new Peer(shared, router, transport, { ...defaultLimits, ...limits }, () => time);
      peers.push(await peer.open());
    }
    return { shared, peers: peers as [Peer, Peer, Peer], router };
  }

  it("reach everybody else with their sender's id, and not the sender", async () => {
    const { peers } = await bus(3);
    const [ana, ben, cem] = peers;
    ana.send(EVERYBODY, "hello");
    ana.send(EVERYBODY, "quickly", "lossy");
    for (const peer of [ben, cem]) {
      await expect
        .poll(() => peer.got, PATIENCE)
        .toEqual([
          { from: ana.id, body: "hello" },
          { from: ana.id, body: "quickly" },
        ]);
    }
    expect(ana.got).toEqual([]);
  });

  it("with a target reach it alone", async () => {
    const { peers } = await bus(3);
    const [ana, ben, cem] = peers;
    ana.send(ben.id, "psst");
    ana.send(randomId(16), "nobody");
    ana.send(ana.id, "myself");
    ana.send(EVERYBODY, "all");
    await expect.poll(() => cem.got, PATIENCE).toEqual([{ from: ana.id, body: "all" }]);
    expect(ben.got.map(({ body }) => body)).toEqual(["psst", "all"]);
    expect(ana.got).toEqual([]);
  });

  it("of a participant that left reach nobody, and its place is free", async () => {
    const { shared, peers } = await bus(3);
    const [ana, ben, cem] = peers;
    ana.port.close();
    ana.send(EVERYBODY, "from outside");
    ben.send(EVERYBODY, "inside");
    await expect.poll(() => cem.got, PATIENCE).toEqual([{ from: ben.id, body: "inside" }]);
    expect(shared.size).toBe(2);
  });

  it("that are text, empty or too long are dropped, and the sender is told once a second", async () => {
    const { shared, peers } = await bus(2);
    const [ana, ben] = peers;
    ana.sendRaw("text");
    ana.sendRaw(Buffer.alloc(DATA_PREFIX_BYTES));
    ana.sendRaw(Buffer.alloc(MAX_DATA_MESSAGE_BYTES + 1));
    await expect.poll(() => shared.counts.refused, PATIENCE).toBe(2);
    ana.sendRaw(Buffer.alloc(MAX_DATA_MESSAGE_BYTES));
    await expect.poll(() => ben.got.length, PATIENCE).toBe(1);
    expect(ana.told).toEqual([
      { method: "dataRefused", data: { reliability: "reliable", code: "sfu/invalid-parameters" } },
    ]);
  });

  it("over the rate are dropped, and pass again when time has gone by", async () => {
    const { shared, peers } = await bus(2, { dataMessagesPerSecond: 2 });
    const [ana, ben] = peers;
    for (let count = 0; count < 6; count++) ana.send(EVERYBODY, `${count}`);
    await expect.poll(() => shared.counts, PATIENCE).toMatchObject({ passed: 4, refused: 2 });
    expect(ana.told).toEqual([
      { method: "dataRefused", data: { reliability: "reliable", code: "sfu/rate" } },
    ]);
    time += 500;
    ana.send(EVERYBODY, "later");
    await expect.poll(() => ben.got.at(-1)?.body, PATIENCE).toBe("later");
  });

  it("cost their bytes once for each receiver", async () => {
    const limits = { dataBytesPerSecond: 1000, dataBurstBytes: 10_000 };
    const { shared, peers } = await bus(3, limits);
    const [ana, ben] = peers;
    const body = new Uint8Array(3000 - DATA_PREFIX_BYTES);
    ana.send(EVERYBODY, body);
    ana.send(ben.id, body);
    ana.send(EVERYBODY, body);
    await expect.poll(() => shared.counts, PATIENCE).toMatchObject({ passed: 2, refused: 1 });
  });

  it("of who does not stop are not listened to any more", async () => {
    const { shared, peers } = await bus(2, { dataMessagesPerSecond: 1 });
    const [ana, ben] = peers;
    for (let count = 0; count < 203; count++) ana.send(EVERYBODY, "x");
    const refusal = { method: "dataRefused", data: { reliability: "reliable", code: "sfu/limit" } };
    await expect.poll(() => ana.told.at(-1), PATIENCE).toEqual(refusal);
    time += 60_000;
    ana.send(EVERYBODY, "y");
    ben.send(EVERYBODY, "z");
    await expect.poll(() => ana.got, PATIENCE).toEqual([{ from: ben.id, body: "z" }]);
    expect(shared.counts.refused).toBe(201);
  });

  it("that a receiver has no room for cut it off if they are reliable, and are lost if not", async () => {
    const { shared, peers } = await bus(2);
    const [ana, ben] = peers;
    const [reliable, lossy] = ben.consumers;
    lossy?.emit("sctpsendbufferfull");
    reliable?.emit("sctpsendbufferfull");
    expect(shared.counts).toMatchObject({ cut: 1, lost: 1 });
    expect([reliable?.closed, lossy?.closed]).toEqual([true, false]);
    expect(ben.told).toEqual([{ method: "dataConsumerClosed", data: { reliability: "reliable" } }]);
    ana.send(EVERYBODY, "late", "lossy");
    await expect.poll(() => ben.got, PATIENCE).toHaveLength(1);
  });

  it("need one consumer for each receiver, however many send", async () => {
    const { router } = await bus(3);
    const { mapDataProducerIdDataConsumerIds } = await router.dump();
    const fromBus = mapDataProducerIdDataConsumerIds.filter(({ values }) => values.length > 1);
    expect(fromBus.map(({ values }) => values.length)).toEqual([3, 3]);
    expect(mapDataProducerIdDataConsumerIds).toHaveLength(2 + 2 * 3);
  });
});

describe("a client", () => {
  const running = runSfu();

  it("is told where its data channels are", async () => {
    const client = await running.joined();
    const { transportId, sctpParameters } = await client.request("createTransport", { direction: "send" });
    expect(sctpParameters?.maxMessageSize).toBe(MAX_DATA_MESSAGE_BYTES);
    await expect(client.request("consumeData", { reliability: "lossy" })).rejects.toMatchObject({
      code: "sfu/unknown-transport",
    });
    const request = { transportId, reliability: "lossy", streamId: 7 };
    await expect(client.request("produceData", request)).resolves.toBeDefined();
    await client.request("createTransport", { direction: "recv" });
    const one = await client.request("consumeData", { reliability: "lossy" });
    const again = await client.request("consumeData", { reliability: "lossy" });
    expect(again.streamId).not.toBe(one.streamId);
    const { transportIds, mapDataProducerIdDataConsumerIds } = await running.callOf(client).router.dump();
    expect(transportIds).toHaveLength(3);
    const consumers = mapDataProducerIdDataConsumerIds.flatMap(({ values }) => values);
    expect(consumers.filter((id) => id === one.dataConsumerId)).toEqual([]);
  });

  it("cannot send on the transport that it receives on", async () => {
    const client = await running.joined();
    const { transportId } = await client.request("createTransport", { direction: "recv" });
    const sending = client.request("produceData", { transportId, reliability: "lossy", streamId: 7 });
    await expect(sending).rejects.toMatchObject({ code: "sfu/unsupported" });
  });
});
