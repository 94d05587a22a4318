import { describe, expect, it } from "vitest";
import { MAX_MESSAGE_BYTES, parseResponseData, parseServerMessage } from "@sotto/shared/signalling";
import type { Call } from "./Call.ts";
import { defaultLimits } from "./limits.ts";
import type { Participant } from "./Participant.ts";
import { randomId } from "./testing/TestClient.ts";
import { welcome } from "./welcome.ts";

const STREAMS = 16;

function participant(): Participant {
  const producers = Array.from({ length: STREAMS }, (_, stream) => ({
    id: crypto.randomUUID(),
    kind: "video",
    appData: { stream },
  }));
  return {
    id: randomId(16),
    producers: new Map(producers.map((producer) => [producer.id, producer])),
  } as never;
}

function callOf(participants: readonly Participant[]): Call {
  const codec = { kind: "video", mimeType: "video/VP8", preferredPayloadType: 101, clockRate: 90_000 };
  const rtpCapabilities = { codecs: Array<object>(40).fill(codec), headerExtensions: [] };
  const byId = new Map(participants.map((one) => [one.id, one]));
  return { rtpCapabilities, participants: byId } as never;
}

describe("what a newcomer is told", () => {
  it("is everybody else with all their producers", () => {
    const [newcomer, other] = [participant(), participant()];
    const { answer, further } = welcome(callOf([newcomer, other]), newcomer, defaultLimits);
    expect(answer.participants.map(({ participantId }) => participantId)).toEqual([other.id]);
    expect(answer.participants[0]?.producers.map(({ producerId }) => producerId)).toEqual([
      ...other.producers.keys(),
    ]);
    expect(further).toEqual([]);
  });

  it("fits into messages however much there is, and nothing is left out", () => {
    const participants = Array.from({ length: 200 }, participant);
    const newcomer = participant();
    const { answer, further } = welcome(callOf([...participants, newcomer]), newcomer, defaultLimits);
    const frame = JSON.stringify({ id: 0xffffffff, ok: true, data: answer });
    expect(Buffer.byteLength(frame)).toBeLessThanOrEqual(MAX_MESSAGE_BYTES);
    parseResponseData("join", JSON.parse(JSON.stringify(answer)));

    const told = new Map(
      answer.participants.map(({ participantId, producers }) => [participantId, producers.length]),
    );
    expect(told.size).toBeGreaterThan(20);
    for (const notification of further) {
      parseServerMessage(notification);
      const { method, data } = notification;
      if (method === "participantJoined") told.set(data.participantId, 0);
      if (method === "producerAdded") told.set(data.participantId, (told.get(data.participantId) ?? NaN) + 1);
    }
    expect(told).toEqual(new Map(participants.map(({ id }) => [id, STREAMS])));
  });
});
