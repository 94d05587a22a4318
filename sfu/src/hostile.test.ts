import { describe, expect, it } from "vitest";
import { damaged, type Json, seeded } from "./testing/damage.ts";
import { audioParameters, videoParameters } from "./testing/rtp.ts";
import { PATIENCE, runSfu, twoInCall } from "./testing/runningSfu.ts";
import { newInvitation } from "./testing/TestClient.ts";

describe("hostile input", () => {
  const running = runSfu();

  /** A call that others must not be able to disturb; call what it gives to see that it goes on. */
  async function undisturbedCall(): Promise<() => Promise<void>> {
    const { ana, ben, produce, rtpCapabilities } = await twoInCall(running);
    const { producerId } = await produce(1);
    const before = [ana.notifications.length, ben.notifications.length];
    return async () => {
      const { consumerId } = await ben.request("consume", { producerId, rtpCapabilities });
      await ben.request("resumeConsumer", { consumerId });
      await ben.request("closeConsumer", { consumerId });
      expect([ana.notifications.length, ben.notifications.length - 1]).toEqual(before);
    };
  }

  it.each([
    ["an unknown method", JSON.stringify({ id: 4, method: "eval", data: {} }), 4],
    ["a field too many", JSON.stringify({ id: 5, method: "ping", data: { a: 1 } }), 5],
    ["a prototype", '{"id":6,"method":"__proto__","data":{}}', 6],
    ["a truncated join", JSON.stringify({ id: 7, method: "join", data: { version: 1 } }), 7],
    ["another version", JSON.stringify({ id: 8, method: "join", data: { version: 2 } }), 8],
  ])("with an id is answered with a typed error, and the connection lives: %s", async (_, text, id) => {
    const client = await running.connect();
    expect(await client.refusalOf(text, id)).toBe("signalling/invalid");
    await expect(client.request("ping", {})).resolves.toEqual({});
  });

  it.each([
    ["no JSON", "{"],
    ["JSON cut off", '{"id":1,"method":"ping","da'],
    ["no object", "[1]"],
    ["no id", '{"method":"ping","data":{}}'],
    ["deep nesting", "[".repeat(60_000)],
    ["nothing", ""],
  ])("without an id ends the connection: %s", async (_, text) => {
    const goesOn = await undisturbedCall();
    const client = await running.connect();
    client.send(text);
    expect(await client.closed).toBe(1003);
    await goesOn();
  });

  it("out of order is answered with a typed error", async () => {
    const client = await running.connect();
    const data = { transportId: "t", kind: "audio", rtpParameters: audioParameters(1), stream: 1 };
    await expect(client.request("produce", data)).rejects.toMatchObject({ code: "sfu/not-joined" });
    const direction = "send";
    const early = client.request("createTransport", { direction });
    await expect(early).rejects.toMatchObject({ code: "sfu/not-joined" });
    await client.join(newInvitation());
    await expect(client.request("produce", data)).rejects.toMatchObject({ code: "sfu/unknown-transport" });
    const { transportId } = await client.request("createTransport", { direction });
    await expect(client.request("produce", { ...data, transportId })).resolves.toBeDefined();
  });

  it("is answered in the order in which it was asked", async () => {
    const client = await running.connect();
    const answered = [client.join(newInvitation()), client.request("createTransport", { direction: "send" })];
    for (let count = 0; count < 200; count++) void client.request("ping", {});
    await Promise.all(answered);
    await client.request("ping", {});
    expect(client.answered).toEqual(Array.from({ length: 203 }, (_, index) => index + 1));
  });

  it("that is oversized, binary, or broken below WebSocket ends its connection and no other", async () => {
    const goesOn = await undisturbedCall();
    const oversized = await running.joined();
    oversized.send("x".repeat(65_537));
    const binary = await running.joined();
    binary.send(Uint8Array.of(1, 2, 3));
    const broken = await running.joined();
    broken.sendRaw(Uint8Array.of(0xff, 0xff, 0xff, 0xff));
    const notText = await running.joined();
    // A masked text frame whose one byte is no UTF-8.
    notText.sendRaw(Uint8Array.of(0x81, 0x81, 0, 0, 0, 0, 0xff));
    expect(await oversized.closed).toBe(1009);
    expect(await binary.closed).toBe(1003);
    await broken.closed;
    expect(await notText.closed).toBe(1007);
    await expect.poll(() => running.sfu.calls.size, PATIENCE).toBe(1);
    await goesOn();
  });

  it("without end is cut off", async () => {
    const goesOn = await undisturbedCall();
    const flood = await running.joined();
    for (let count = 0; count < 3_000; count++) flood.send('{"id":1,"method":"ping","data":{}}');
    expect(await flood.closed).toBe(1008);
    await goesOn();
  });

  it("of random characters never ends the process", async () => {
    const goesOn = await undisturbedCall();
    const seed = Date.now() >>> 0;
    const random = seeded(seed);
    const pieces = ["{", "}", '"', "id", ":", ",", "1e309", "[", "]", "null", "method", "join", "data", "\0"];
    for (let count = 0; count < 100; count++) {
      const client = await running.connect();
      client.send(Array.from({ length: random(20) }, () => pieces[random(pieces.length)]).join(""));
    }
    await goesOn().catch((cause: unknown) => {
      throw new Error(`seed ${seed}`, { cause });
    });
  });

  it("of damaged media parameters reaches no other call on the same worker", async () => {
    const goesOn = await undisturbedCall();
    const seed = Date.now() >>> 0;
    const random = seeded(seed);
    const { invitation, produce, rtpCapabilities } = await twoInCall(running);
    const { producerId } = await produce(1, videoParameters(1), "video");
    const capabilities = JSON.parse(JSON.stringify(rtpCapabilities)) as Json;
    const hostile = await running.joined(invitation);
    await hostile.request("createTransport", { direction: "recv" });
    let transportId = "";
    for (let round = 0; round < 400; round++) {
      if (round % 20 === 0) {
        ({ transportId } = await hostile.request("createTransport", { direction: "send" }));
      }
      const fingerprints = [{ algorithm: "sha-256", value: Array(32).fill("0F").join(":") }];
      const headerExtensions = [{ uri: "urn:ietf:params:rtp-hdrext:sdes:mid", id: 1 }];
      const video = { ...videoParameters(round * 10, 3), headerExtensions };
      const requests: { method: string; data: Json }[] = [
        { method: "produce", data: { transportId, kind: "video", rtpParameters: video, stream: round % 16 } },
        { method: "consume", data: { producerId, rtpCapabilities: capabilities } },
        { method: "connectTransport", data: { transportId, dtlsParameters: { fingerprints } } },
      ];
      const request = requests[random(requests.length)];
      if (request === undefined) continue;
      const id = 1_000_000 + round;
      const { method, data } = request;
      await hostile.refusalOf(JSON.stringify({ id, method, data: damaged(data, random) }), id);
    }
    await goesOn().catch((cause: unknown) => {
      throw new Error(`seed ${seed}`, { cause });
    });
  });
});
