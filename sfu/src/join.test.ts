import { describe, expect, it } from "vitest";
import { runSfu, twoInCall } from "./testing/runningSfu.ts";
import { newInvitation } from "./testing/TestClient.ts";

describe("joining", () => {
  const running = runSfu();

  it("lets in who has the secret that the call's id is derived from", async () => {
    const answer = await (await running.connect()).join(newInvitation());
    expect(answer.participants).toEqual([]);
    const codecs = answer.routerRtpCapabilities.codecs.map(({ mimeType }) => mimeType);
    expect(codecs.filter((codec) => codec !== "video/rtx")).toEqual([
      "audio/opus",
      "video/VP8",
      "video/VP9",
      "video/H264",
      "video/AV1",
    ]);
  });

  it("refuses another call's secret, closes, and makes no call", async () => {
    const client = await running.connect();
    const { callId } = newInvitation();
    const refused = client.join({ callId, admission: newInvitation().admission });
    await expect(refused).rejects.toMatchObject({ code: "sfu/bad-admission" });
    expect(await client.closed).toBe(1008);
    expect(running.sfu.calls.size).toBe(0);
  });

  it("refuses another call's secret also where the call exists, and those in it notice nothing", async () => {
    const { invitation, ana } = await twoInCall(running);
    const thief = await running.connect();
    const refused = thief.join({ callId: invitation.callId, admission: newInvitation().admission });
    await expect(refused).rejects.toMatchObject({ code: "sfu/bad-admission" });
    await ana.request("ping", {});
    expect(running.callOf(ana).participants.size).toBe(2);
    expect(ana.notifications.map(({ method }) => method)).toEqual(["participantJoined"]);
  });

  it("brings two who come first at the same moment into one call", async () => {
    const invitation = newInvitation();
    const [one, other] = [await running.connect(), await running.connect()];
    await Promise.all([one.join(invitation), other.join(invitation)]);
    expect(running.callOf(one)).toBe(running.callOf(other));
  });

  it("tells who is there, and tells those who is new", async () => {
    const { invitation, ana, ben, produce } = await twoInCall(running);
    const { producerId } = await produce(3);
    const newcomer = await running.connect();
    const { participants } = await newcomer.join(invitation);
    expect(participants).toEqual([
      { participantId: ana.participantId, producers: [{ producerId, kind: "audio", stream: 3 }] },
      { participantId: ben.participantId, producers: [] },
    ]);
    const { participantId } = newcomer;
    const joined = (await ben.until("participantJoined")).data;
    expect(joined).toEqual({ participantId });
  });

  it("twice over one connection is refused", async () => {
    const client = await running.joined();
    await expect(client.join(newInvitation())).rejects.toMatchObject({ code: "sfu/invalid-parameters" });
  });

  it("offers Opus at constant bitrate without pauses, and no extension that tells of the sound", async () => {
    const { routerRtpCapabilities } = await (await running.connect()).join(newInvitation());
    expect(routerRtpCapabilities.codecs[0]?.parameters).toMatchObject({ cbr: 1, usedtx: 0 });
    const uris = new Set(routerRtpCapabilities.headerExtensions?.map(({ uri }) => uri));
    expect([...uris].sort()).toEqual([
      "http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01",
      "http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time",
      "https://aomediacodec.github.io/av1-rtp-spec/#dependency-descriptor-rtp-header-extension",
      "urn:ietf:params:rtp-hdrext:sdes:mid",
      "urn:ietf:params:rtp-hdrext:sdes:repaired-rtp-stream-id",
      "urn:ietf:params:rtp-hdrext:sdes:rtp-stream-id",
    ]);
  });
});

describe("a participant's place", () => {
  const running = runSfu();

  it("is not given to who lacks its token, and its owner notices nothing", async () => {
    const invitation = newInvitation();
    const { participantId } = await running.joined(invitation);
    const owner = running.sfu.calls.get(invitation.callId)?.participants.get(participantId);
    const stolen = (await running.connect()).join(invitation, { participantId });
    await expect(stolen).rejects.toMatchObject({ code: "sfu/bad-resume-token" });
    expect(running.sfu.calls.get(invitation.callId)?.participants.get(participantId)).toBe(owner);
  });

  it("is not given to who lacks its token after its owner has gone", async () => {
    const invitation = newInvitation();
    const stays = await running.joined(invitation);
    const goes = await running.joined(invitation);
    goes.close();
    await stays.until("participantLeft");
    const { participantId } = goes;
    const stolen = (await running.connect()).join(invitation, { participantId });
    await expect(stolen).rejects.toMatchObject({ code: "sfu/bad-resume-token" });
  });

  it("goes to who shows its token; the old connection is told and ends, and all it owned is closed", async () => {
    const { invitation, ana, ben, produce, rtpCapabilities } = await twoInCall(running);
    const { producerId } = await produce(1);
    const { consumerId } = await ben.request("consume", { producerId, rtpCapabilities });
    const { participantId, resumeToken } = ana;
    const again = await running.connect();
    await again.join(invitation, { participantId, resumeToken });
    await ana.until("replaced");
    expect(await ana.closed).toBe(1001);
    expect((await ben.until("participantLeft")).data).toEqual({ participantId });
    expect((await ben.until("consumerClosed")).data).toEqual({ consumerId });
    const { participants, router } = running.callOf(ben);
    expect([...participants.keys()].sort()).toEqual([participantId, ben.participantId].sort());
    expect(participants.get(participantId)?.producers.size).toBe(0);
    const dump = await router.dump();
    expect(dump.transportIds).toHaveLength(1);
    expect(dump.mapProducerIdConsumerIds).toEqual([]);
  });

  it("stays with the new connection when the old one's socket closes", async () => {
    const { invitation, ana, ben } = await twoInCall(running);
    const { participantId, resumeToken } = ana;
    const again = await running.connect();
    await again.join(invitation, { participantId, resumeToken });
    await ana.closed;
    await again.request("ping", {});
    const about = ben.notifications.filter(({ method }) => method.startsWith("participant"));
    expect(about.map(({ method }) => method)).toEqual(["participantLeft", "participantJoined"]);
  });
});

describe("what does not fit", () => {
  const running = runSfu({ limits: { participantsPerCall: 3, calls: 3 } });

  it("is refused: participants", async () => {
    const invitation = newInvitation();
    const [first] = [await running.joined(invitation), await running.joined(invitation)];
    await running.joined(invitation);
    await expect((await running.connect()).join(invitation)).rejects.toMatchObject({ code: "sfu/limit" });
    const { participantId, resumeToken } = first;
    const again = (await running.connect()).join(invitation, { participantId, resumeToken });
    await expect(again, "who has a place needs no other").resolves.toBeDefined();
  });

  it("is refused: calls", async () => {
    for (let count = 0; count < 3; count++) await running.joined();
    const oneMore = (await running.connect()).join(newInvitation());
    await expect(oneMore).rejects.toMatchObject({ code: "sfu/limit" });
  });

  it("is refused: calls made at the same moment", async () => {
    const clients = await Promise.all([1, 2, 3, 4, 5].map(() => running.connect()));
    const results = await Promise.allSettled(clients.map((client) => client.join(newInvitation())));
    expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(3);
  });
});

describe("connections beyond the limit", () => {
  const running = runSfu({ limits: { connections: 2 } });

  it("are refused before they can say anything", async () => {
    await running.connect();
    await running.connect();
    await expect(running.connect()).rejects.toThrow("503");
  });
});
