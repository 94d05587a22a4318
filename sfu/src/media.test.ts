import type { types } from "mediasoup";
import { describe, expect, it } from "vitest";
import { audioParameters, videoParameters } from "./testing/rtp.ts";
import { PATIENCE, RTC_HOST, runSfu, twoInCall } from "./testing/runningSfu.ts";
import { newInvitation } from "./testing/TestClient.ts";

describe("transports", () => {
  const told: string[] = [];
  const running = runSfu({
    tap: (direction, text) => {
      if (direction === "out") told.push(text);
    },
  });

  it("name the SFU's address and no other, over UDP first and TCP", async () => {
    const client = await running.joined();
    const { iceCandidates } = await client.request("createTransport", { direction: "send" });
    expect(iceCandidates.map(({ protocol }) => protocol)).toEqual(["udp", "tcp"]);
    const [udp, tcp] = iceCandidates;
    expect(udp?.priority).toBeGreaterThan(tcp?.priority ?? Infinity);
    const addresses = told.flatMap((text) => text.match(/\b\d{1,3}(\.\d{1,3}){3}\b/g) ?? []);
    expect(new Set(addresses)).toEqual(new Set([RTC_HOST]));
  });

  it("get new ICE credentials when asked", async () => {
    const client = await running.joined();
    const { transportId, iceParameters } = await client.request("createTransport", { direction: "send" });
    const restarted = await client.request("restartIce", { transportId });
    expect(restarted.iceParameters.password).not.toBe(iceParameters.password);
  });

  it("are one each way: a second takes the place of the first and of all that it carried", async () => {
    const { ana, ben, produce } = await twoInCall(running);
    const { producerId } = await produce(1);
    await ana.request("createTransport", { direction: "send" });
    expect((await ben.until("producerClosed")).data).toMatchObject({ producerId });
    await expect(produce(2)).rejects.toMatchObject({ code: "sfu/unknown-transport" });
    expect((await running.callOf(ana).router.dump()).transportIds).toHaveLength(2);
  });

  it("close when the client closes its end, and others are told of the streams that end", async () => {
    const { ana, ben, produce } = await twoInCall(running);
    const made: types.Transport[] = [];
    running.callOf(ana).router.observer.once("newtransport", (transport) => made.push(transport));
    const { transportId } = await ana.request("createTransport", { direction: "send" });
    const parameters = { transportId, kind: "audio", rtpParameters: audioParameters(1), stream: 1 };
    const { producerId } = await ana.request("produce", parameters);
    // What mediasoup says when a DTLS alert has come.
    (made[0] as types.WebRtcTransport).emit("dtlsstatechange", "closed");
    expect((await ben.until("producerClosed")).data).toMatchObject({ producerId });
    await expect(produce(2)).rejects.toMatchObject({ code: "sfu/unknown-transport" });
    expect((await running.callOf(ana).router.dump()).transportIds).toHaveLength(1);
  });

  it("are refused a second set of keys", async () => {
    const { ana, transportId } = await twoInCall(running);
    const dtlsParameters = {
      role: "client",
      fingerprints: [{ algorithm: "sha-256", value: Array(32).fill("AB").join(":") }],
    };
    await ana.request("connectTransport", { transportId, dtlsParameters });
    const twice = ana.request("connectTransport", { transportId, dtlsParameters });
    await expect(twice).rejects.toMatchObject({ code: "sfu/invalid-parameters" });
  });

  it("of one participant are out of another's reach", async () => {
    const { ben, transportId } = await twoInCall(running);
    const parameters = { transportId, kind: "audio", rtpParameters: audioParameters(3), stream: 1 };
    for (const request of [
      ben.request("produce", parameters),
      ben.request("restartIce", { transportId }),
      ben.request("restartIce", { transportId: "made-up" }),
    ]) {
      await expect(request).rejects.toMatchObject({ code: "sfu/unknown-transport" });
    }
  });
});

describe("producers", () => {
  const running = runSfu({ limits: { producersPerParticipant: 2 } });

  it("are announced to others and not to their owner", async () => {
    const { ana, ben, produce } = await twoInCall(running);
    const { producerId } = await produce(5);
    const { participantId } = ana;
    expect((await ben.until("producerAdded")).data).toEqual({
      participantId,
      producerId,
      kind: "audio",
      stream: 5,
    });
    await ana.request("closeProducer", { producerId });
    expect((await ben.until("producerClosed")).data).toEqual({ participantId, producerId });
    expect(ana.notifications.map(({ method }) => method)).toEqual(["participantJoined"]);
  });

  it("are refused with an extension that tells of the sound", async () => {
    const { produce } = await twoInCall(running);
    const uri = "urn:ietf:params:rtp-hdrext:ssrc-audio-level";
    const telling = { ...audioParameters(1), headerExtensions: [{ uri, id: 10 }] };
    await expect(produce(1, telling)).rejects.toMatchObject({ code: "signalling/invalid" });
  });

  it("have a number of their own, which is free again when they close", async () => {
    const { ana, produce } = await twoInCall(running);
    const { producerId } = await produce(1);
    await expect(produce(1, audioParameters(9))).rejects.toMatchObject({ code: "sfu/invalid-parameters" });
    await ana.request("closeProducer", { producerId });
    await expect(produce(1)).resolves.toBeDefined();
  });

  it("are refused beyond the limit", async () => {
    const { produce } = await twoInCall(running);
    await produce(1);
    await produce(2);
    await expect(produce(3)).rejects.toMatchObject({ code: "sfu/limit" });
  });

  it("are refused with parameters that contradict each other or that no router takes", async () => {
    const { produce } = await twoInCall(running);
    const codec = { mimeType: "audio/L16", payloadType: 111, clockRate: 48_000, channels: 2 };
    const refused = { code: "sfu/invalid-parameters" };
    await expect(produce(1, videoParameters(1), "audio")).rejects.toMatchObject(refused);
    await expect(produce(1, { codecs: [codec] })).rejects.toMatchObject(refused);
    await produce(1, audioParameters(1));
    await expect(produce(2, audioParameters(1)), "the same SSRC").rejects.toMatchObject(refused);
  });

  it("are refused on a transport that receives", async () => {
    const client = await running.joined();
    const { transportId } = await client.request("createTransport", { direction: "recv" });
    const request = { transportId, kind: "audio", rtpParameters: audioParameters(1), stream: 1 };
    await expect(client.request("produce", request)).rejects.toMatchObject({ code: "sfu/unsupported" });
  });

  it("can be closed by nobody else", async () => {
    const { ben, produce } = await twoInCall(running);
    const { producerId } = await produce(1);
    const refused = ben.request("closeProducer", { producerId });
    await expect(refused).rejects.toMatchObject({ code: "sfu/unknown-producer" });
  });
});

describe("consumers", () => {
  const running = runSfu({ limits: { consumersPerParticipant: 2, keyFramesPerSecond: 3 } });

  it("begin paused, and say whose and which stream they carry", async () => {
    const { ana, ben, produce, rtpCapabilities } = await twoInCall(running);
    const made: types.Consumer[] = [];
    running.callOf(ben).router.observer.once("newtransport", ({ observer }) => {
      observer.on("newconsumer", (consumer) => made.push(consumer));
    });
    await ben.request("createTransport", { direction: "recv" });
    const { producerId } = await produce(2, videoParameters(7, 3), "video");
    const answer = await ben.request("consume", { producerId, rtpCapabilities });
    const { participantId } = ana;
    expect(answer).toMatchObject({ producerId, participantId, stream: 2, kind: "video", type: "simulcast" });
    expect(answer.rtpParameters.codecs.map(({ mimeType }) => mimeType)).toEqual(["video/VP8", "video/rtx"]);
    expect(made.map(({ id, paused }) => ({ id, paused }))).toEqual([{ id: answer.consumerId, paused: true }]);
    const { consumerId } = answer;
    await ben.request("setPreferredLayers", { consumerId, spatialLayer: 1, temporalLayer: 2 });
    expect(made[0]?.preferredLayers).toEqual({ spatialLayer: 1, temporalLayer: 2 });
    await ben.request("resumeConsumer", { consumerId });
    expect(made[0]?.paused).toBe(false);
    await ben.request("pauseConsumer", { consumerId });
    expect(made[0]?.paused).toBe(true);
    await ben.request("closeConsumer", { consumerId });
    expect(made[0]?.closed).toBe(true);
    const again = ben.request("resumeConsumer", { consumerId });
    await expect(again).rejects.toMatchObject({ code: "sfu/unknown-consumer" });
  });

  it("are one for each stream: another takes the place of the first", async () => {
    const { ben, produce, rtpCapabilities } = await twoInCall(running);
    const { producerId } = await produce(1);
    const first = await ben.request("consume", { producerId, rtpCapabilities });
    const second = await ben.request("consume", { producerId, rtpCapabilities });
    expect((await ben.until("consumerClosed")).data).toEqual({ consumerId: first.consumerId });
    const { mapConsumerIdProducerId } = await running.callOf(ben).router.dump();
    expect(mapConsumerIdProducerId).toEqual([{ key: second.consumerId, value: producerId }]);
  });

  it("end with what they consume", async () => {
    const { ana, ben, produce, rtpCapabilities } = await twoInCall(running);
    const { producerId } = await produce(1);
    const { consumerId } = await ben.request("consume", { producerId, rtpCapabilities });
    await ana.request("closeProducer", { producerId });
    expect((await ben.until("consumerClosed")).data).toEqual({ consumerId });
    const resumed = ben.request("resumeConsumer", { consumerId });
    await expect(resumed).rejects.toMatchObject({ code: "sfu/unknown-consumer" });
  });

  it("are refused of oneself, of another call's stream, and without a transport", async () => {
    const { ana, produce, rtpCapabilities } = await twoInCall(running);
    const { producerId } = await produce(1);
    const request = { producerId, rtpCapabilities };
    await expect(ana.request("consume", request)).rejects.toMatchObject({ code: "sfu/unknown-transport" });
    await ana.request("createTransport", { direction: "recv" });
    await expect(ana.request("consume", request)).rejects.toMatchObject({ code: "sfu/unknown-producer" });
    const stranger = await running.joined(newInvitation());
    await stranger.request("createTransport", { direction: "recv" });
    await expect(stranger.request("consume", request)).rejects.toMatchObject({
      code: "sfu/unknown-producer",
    });
  });

  it("are refused to who cannot receive the codec", async () => {
    const { ben, produce, rtpCapabilities } = await twoInCall(running);
    const { producerId } = await produce(1, videoParameters(1), "video");
    const codecs = rtpCapabilities.codecs.filter(({ kind }) => kind === "audio");
    const refused = ben.request("consume", { producerId, rtpCapabilities: { codecs } });
    await expect(refused).rejects.toMatchObject({ code: "sfu/unsupported" });
  });

  it("are refused beyond the limit", async () => {
    const { ben, produce, rtpCapabilities } = await twoInCall(running);
    for (const stream of [1, 2]) {
      await ben.request("consume", { producerId: (await produce(stream)).producerId, rtpCapabilities });
    }
    const { producerId } = await produce(3);
    const refused = ben.request("consume", { producerId, rtpCapabilities });
    await expect(refused).rejects.toMatchObject({ code: "sfu/limit" });
  });

  it("may ask for a key frame only so often", async () => {
    const { ben, produce, rtpCapabilities } = await twoInCall(running);
    const { producerId } = await produce(1, videoParameters(1), "video");
    const { consumerId } = await ben.request("consume", { producerId, rtpCapabilities });
    const asked = [1, 2, 3, 4, 5, 6, 7, 8].map(() => ben.request("requestKeyFrame", { consumerId }));
    const refused = (await Promise.allSettled(asked)).filter(({ status }) => status === "rejected");
    expect(refused.length).toBeGreaterThan(0);
    expect(refused[0]).toMatchObject({ reason: { code: "sfu/rate" } });
  });
});

describe("leaving", () => {
  const running = runSfu();

  it("closes everything the participant owned and tells the others", async () => {
    const { ana, ben, produce, rtpCapabilities } = await twoInCall(running);
    await ana.request("createTransport", { direction: "recv" });
    const { producerId } = await produce(1);
    const { consumerId } = await ben.request("consume", { producerId, rtpCapabilities });
    ana.close();
    const { participantId } = ana;
    expect((await ben.until("participantLeft")).data).toEqual({ participantId });
    expect((await ben.until("producerClosed")).data).toEqual({ participantId, producerId });
    expect((await ben.until("consumerClosed")).data).toEqual({ consumerId });
    const dump = await running.callOf(ben).router.dump();
    expect(dump.transportIds).toHaveLength(1);
    expect(dump.mapProducerIdConsumerIds).toEqual([]);
    expect(dump.mapConsumerIdProducerId).toEqual([]);
  });

  it("in the middle of what was asked for leaves nothing behind", async () => {
    const { ana, ben, invitation } = await twoInCall(running);
    for (let round = 0; round < 10; round++) {
      const goes = await running.joined(invitation);
      const { transportId } = await goes.request("createTransport", { direction: "send" });
      for (let stream = 0; stream < 8; stream++) {
        const rtpParameters = audioParameters(1 + stream);
        const data = { transportId, kind: "audio", rtpParameters, stream };
        goes.send(JSON.stringify({ id: 100 + stream, method: "produce", data }));
        goes.send(
          JSON.stringify({ id: 200 + stream, method: "createTransport", data: { direction: "recv" } }),
        );
      }
      goes.end();
      await goes.closed;
    }
    await expect.poll(() => running.callOf(ana).participants.size, PATIENCE).toBe(2);
    await expect
      .poll(async () => (await running.callOf(ana).router.dump()).transportIds.length, PATIENCE)
      .toBe(2);
    await ben.request("ping", {});
    const added = ben.notifications.filter(({ method }) => method === "producerAdded").length;
    const closed = ben.notifications.filter(({ method }) => method === "producerClosed").length;
    expect(closed).toBe(added);
    const lastAdded = ben.notifications.findLastIndex(({ method }) => method === "producerAdded");
    const lastLeft = ben.notifications.findLastIndex(({ method }) => method === "participantLeft");
    expect(lastLeft).toBeGreaterThan(lastAdded);
  });

  it("of the last one ends the call and its router", async () => {
    const client = await running.joined();
    const { router } = running.callOf(client);
    client.close();
    await expect.poll(() => router.closed, PATIENCE).toBe(true);
    expect(running.sfu.calls.size).toBe(0);
  });
});

describe("an empty call", () => {
  const running = runSfu({ limits: { lingerMs: 300 } });

  it("is found again by who comes back soon", async () => {
    const invitation = newInvitation();
    const client = await running.joined(invitation);
    const call = running.callOf(client);
    client.close();
    await expect.poll(() => call.participants.size, PATIENCE).toBe(0);
    expect(running.callOf(await running.joined(invitation))).toBe(call);
  });
});
