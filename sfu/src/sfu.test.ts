import { createServer } from "node:net";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { startSfu, type Sfu } from "./index.ts";
import { audioParameters, videoParameters } from "./testing/rtp.ts";
import { newInvitation, TestClient } from "./testing/TestClient.ts";

let sfu: Sfu;
const clients: TestClient[] = [];
const seen: string[] = [];

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === "string") throw new Error("no port");
  return address.port;
}

beforeAll(async () => {
  sfu = await startSfu({
    host: "127.0.0.1",
    port: 0,
    rtcHost: "127.0.0.9",
    rtcPort: await freePort(),
    workers: 1,
    limits: { participantsPerCall: 3, producersPerParticipant: 2, calls: 4, lingerMs: 20 },
    tap: (direction, text) => {
      if (direction === "out") seen.push(text);
    },
  });
});
afterEach(async () => {
  for (const client of clients.splice(0)) {
    client.close();
    await client.closed;
  }
  await expect.poll(() => sfu.calls.size).toBe(0);
});
afterAll(() => sfu.close());

async function connect(): Promise<TestClient> {
  const client = await TestClient.connect(sfu.port);
  clients.push(client);
  return client;
}

/** Two in one call, with a transport each way. */
async function twoInCall() {
  const invitation = newInvitation();
  const ana = await connect();
  const ben = await connect();
  await ana.join(invitation);
  await ben.join(invitation);
  const send = await ana.request("createTransport", { direction: "send" });
  await ben.request("createTransport", { direction: "recv" });
  const produce = async (stream: number, rtpParameters = audioParameters(1000 + stream), kind = "audio") =>
    await ana.request("produce", { transportId: send.transportId, kind, rtpParameters, stream });
  return { invitation, ana, ben, send, produce };
}

function onlyRouter() {
  const [call] = sfu.calls.values();
  if (call === undefined) throw new Error("no call");
  return call.router;
}

describe("admission", () => {
  it("lets in who has the secret that the call's id is derived from", async () => {
    const answer = await (await connect()).join(newInvitation());
    expect(answer.participants).toEqual([]);
    expect(answer.routerRtpCapabilities.codecs.map(({ mimeType }) => mimeType)).toContain("video/VP8");
  });

  it("refuses another call's secret, closes, and makes no call", async () => {
    const client = await connect();
    const { callId } = newInvitation();
    const refused = client.join({ callId, admission: newInvitation().admission });
    await expect(refused).rejects.toMatchObject({ code: "sfu/bad-admission" });
    await client.closed;
    expect(sfu.calls.size).toBe(0);
  });

  it("keeps a participant's place for who shows its token", async () => {
    const invitation = newInvitation();
    const { participantId, resumeToken } = await connect().then(async (first) => {
      await first.join(invitation);
      return first;
    });
    const thief = await connect();
    const stolen = thief.join(invitation, { participantId });
    await expect(stolen).rejects.toMatchObject({ code: "sfu/bad-resume-token" });
    const owner = await connect();
    await owner.join(invitation, { participantId, resumeToken });
    await clients[0]?.until("replaced");
    await clients[0]?.closed;
    expect([...(sfu.calls.get(invitation.callId)?.participants.keys() ?? [])]).toEqual([participantId]);
  });

  it("keeps the place also after its owner has gone", async () => {
    const invitation = newInvitation();
    const stays = await connect();
    await stays.join(invitation);
    const goes = await connect();
    await goes.join(invitation);
    goes.close();
    await stays.until("participantLeft");
    const { participantId } = goes;
    const stolen = (await connect()).join(invitation, { participantId });
    await expect(stolen).rejects.toMatchObject({ code: "sfu/bad-resume-token" });
  });

  it("refuses more participants and calls than fit", async () => {
    const invitation = newInvitation();
    for (let count = 0; count < 3; count++) await (await connect()).join(invitation);
    await expect((await connect()).join(invitation)).rejects.toMatchObject({ code: "sfu/limit" });
    for (let count = 0; count < 3; count++) await (await connect()).join(newInvitation());
    await expect((await connect()).join(newInvitation())).rejects.toMatchObject({ code: "sfu/limit" });
  });

  it("brings two who come first at the same moment into one call", async () => {
    const invitation = newInvitation();
    const [one, other] = [await connect(), await connect()];
    await Promise.all([one.join(invitation), other.join(invitation)]);
    expect(sfu.calls.get(invitation.callId)?.participants.size).toBe(2);
  });
});

describe("streams", () => {
  it("are announced to others, and found by who comes later", async () => {
    const { invitation, ana, ben, produce } = await twoInCall();
    const { producerId } = await produce(5);
    const { participantId } = ana;
    const added = { participantId, producerId, kind: "audio", stream: 5 };
    expect(await ben.until("producerAdded")).toEqual({ method: "producerAdded", data: added });
    const late = await (await connect()).join(invitation);
    const inList = late.participants.find((participant) => participant.participantId === participantId);
    expect(inList?.producers).toEqual([{ producerId, kind: "audio", stream: 5 }]);
  });

  it("are consumed paused, and say whose and which they are", async () => {
    const { ana, ben, produce } = await twoInCall();
    const { producerId } = await produce(2, videoParameters(7), "video");
    const rtpCapabilities = (await (await connect()).join(newInvitation())).routerRtpCapabilities;
    const consumer = await ben.request("consume", { producerId, rtpCapabilities });
    expect(consumer).toMatchObject({
      producerId,
      participantId: ana.participantId,
      stream: 2,
      kind: "video",
    });
    await ben.request("resumeConsumer", { consumerId: consumer.consumerId });
    await ben.request("requestKeyFrame", { consumerId: consumer.consumerId });
    await ben.request("pauseConsumer", { consumerId: consumer.consumerId });
    await ben.request("closeConsumer", { consumerId: consumer.consumerId });
    const again = ben.request("resumeConsumer", { consumerId: consumer.consumerId });
    await expect(again).rejects.toMatchObject({ code: "sfu/unknown-consumer" });
  });

  it("are refused with an audio-level extension, a used number, or beyond the limit", async () => {
    const { ana, send, produce } = await twoInCall();
    const uri = "urn:ietf:params:rtp-hdrext:ssrc-audio-level";
    const loud = { ...audioParameters(1), headerExtensions: [{ uri, id: 1 }] };
    await expect(produce(1, loud)).rejects.toMatchObject({ code: "signalling/invalid" });
    await produce(1);
    await expect(produce(1, audioParameters(9))).rejects.toMatchObject({ code: "sfu/invalid-parameters" });
    await produce(2);
    await expect(produce(3)).rejects.toMatchObject({ code: "sfu/limit" });
    const { transportId } = send;
    const recv = await ana.request("createTransport", { direction: "recv" });
    expect(recv.transportId).not.toBe(transportId);
  });

  it("offer no audio level to anybody", async () => {
    const { routerRtpCapabilities } = await (await connect()).join(newInvitation());
    expect(JSON.stringify(routerRtpCapabilities)).not.toContain("audio-level");
  });

  it("of one participant are out of another's reach", async () => {
    const { ana, ben, send, produce } = await twoInCall();
    const { producerId } = await produce(1);
    const { transportId } = send;
    const rtpParameters = audioParameters(3);
    const foreign = ben.request("produce", { transportId, kind: "audio", rtpParameters, stream: 1 });
    await expect(foreign).rejects.toMatchObject({ code: "sfu/unknown-transport" });
    await expect(ben.request("closeProducer", { producerId })).rejects.toMatchObject({
      code: "sfu/unknown-producer",
    });
    await ana.request("closeProducer", { producerId });
    expect(await ben.until("producerClosed")).toMatchObject({ data: { producerId } });
  });
});

describe("leaving", () => {
  it("closes everything the connection owned and tells the others", async () => {
    const { ana, ben, produce } = await twoInCall();
    await ana.request("createTransport", { direction: "recv" });
    const { producerId } = await produce(1);
    const { codecs } = (await (await connect()).join(newInvitation())).routerRtpCapabilities;
    const { consumerId } = await ben.request("consume", { producerId, rtpCapabilities: { codecs } });
    ana.close();
    await ben.until("participantLeft");
    expect(await ben.until("consumerClosed")).toMatchObject({ data: { consumerId } });
    const router = [...sfu.calls.values()].find(({ participants }) =>
      participants.has(ben.participantId),
    )?.router;
    const dump = await router?.dump();
    expect(dump?.transportIds).toHaveLength(1);
    expect(dump?.mapProducerIdConsumerIds).toEqual([]);
  });

  it("of the last one ends the call and its router", async () => {
    const client = await connect();
    await client.join(newInvitation());
    const router = onlyRouter();
    client.close();
    await expect.poll(() => router.closed).toBe(true);
    expect(sfu.calls.size).toBe(0);
  });

  it("replaces a transport without leaving the old one behind", async () => {
    const { ana, send } = await twoInCall();
    const next = await ana.request("createTransport", { direction: "send" });
    expect(next.transportId).not.toBe(send.transportId);
    expect((await onlyRouter().dump()).transportIds).toHaveLength(2);
  });
});

describe("hostile input", () => {
  const joinless = { rtpParameters: audioParameters(1), transportId: "t", kind: "audio", stream: 1 };

  it.each([
    ["an unknown method", JSON.stringify({ id: 4, method: "eval", data: {} }), 4],
    ["a field too many", JSON.stringify({ id: 5, method: "ping", data: { a: 1 } }), 5],
    ["a prototype", '{"id":6,"method":"__proto__","data":{}}', 6],
    ["a truncated join", JSON.stringify({ id: 7, method: "join", data: { version: 1 } }), 7],
  ])("%s is answered with a typed error, and the connection lives", async (_name, text, id) => {
    const client = await connect();
    expect(await client.refusalOf(text, id)).toBe("signalling/invalid");
    await expect(client.request("ping", {})).resolves.toEqual({});
  });

  it.each(["{", "[1]", '{"method":"ping","data":{}}'])(
    "without an id is answered, then closed: %s",
    async (text) => {
      const client = await connect();
      expect(await client.refusalOf(text, 0)).toBe("signalling/invalid");
      expect(await client.closed).toBe(1003);
    },
  );

  it("out of order is answered with a typed error", async () => {
    const client = await connect();
    await expect(client.request("produce", joinless)).rejects.toMatchObject({ code: "sfu/not-joined" });
    await client.join(newInvitation());
    await expect(client.request("produce", joinless)).rejects.toMatchObject({
      code: "sfu/unknown-transport",
    });
    await expect(client.join(newInvitation())).rejects.toMatchObject({ code: "sfu/invalid-parameters" });
  });

  it("that is oversized, binary, broken below WebSocket, or a flood closes its connection and no other", async () => {
    const { ben } = await twoInCall();
    const oversized = await connect();
    oversized.send("x".repeat(70_000));
    const binary = await connect();
    binary.send(Uint8Array.of(1, 2, 3));
    const broken = await connect();
    broken.sendRaw(Uint8Array.of(0xff, 0xff, 0xff, 0xff));
    const flood = await connect();
    for (let count = 0; count < 2_000; count++) flood.send('{"id":1,"method":"ping","data":{}}');
    expect([await oversized.closed, await binary.closed]).toEqual([1009, 1003]);
    await Promise.all([broken.closed, flood.closed]);
    await expect(ben.request("ping", {})).resolves.toEqual({});
  });

  it("in random shapes never ends the process", async () => {
    const seed = Date.now() >>> 0;
    let state = seed;
    const random = (below: number): number => {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
      return Math.floor((state / 2 ** 32) * below);
    };
    const watcher = await connect();
    await watcher.join(newInvitation());
    const pieces = [
      "{",
      "}",
      '"',
      "id",
      ":",
      ",",
      "1e309",
      "[",
      "]",
      "null",
      "method",
      "join",
      "data",
      "\u0000",
    ];
    for (let count = 0; count < 100; count++) {
      const client = await connect();
      const text = Array.from({ length: random(20) }, () => pieces[random(pieces.length)]).join("");
      client.send(text);
    }
    await expect(watcher.request("ping", {}), `seed ${seed}`).resolves.toEqual({});
  });
});

it("tells clients no address but its own", async () => {
  const { ana, ben } = await twoInCall();
  await ana.request("createTransport", { direction: "recv" });
  await ben.request("createTransport", { direction: "send" });
  const addresses = seen.flatMap((text) => text.match(/\b\d{1,3}(\.\d{1,3}){3}\b/g) ?? []);
  expect(new Set(addresses)).toEqual(new Set(["127.0.0.9"]));
});

it("answers a health check", async () => {
  expect((await fetch(`http://127.0.0.1:${sfu.port}/healthz`)).status).toBe(200);
});
