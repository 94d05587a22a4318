import type { EmbedEvent, EmbedParticipant, EmbedState, EventDetail } from "../protocol/index.ts";

/** What happened between two states, in the order in which a page wants to hear it. */
export function changesBetween(before: EmbedState, after: EmbedState): readonly EmbedEvent[] {
  const events: EmbedEvent[] = [];
  const self = after.participants.find(({ isSelf }) => isSelf);
  if (!isIn(before) && isIn(after) && self !== undefined)
    events.push({ name: "joined", detail: { id: self.id, displayName: self.displayName } });
  events.push(...peopleBetween(before.participants, after.participants));

  if (before.microphoneOn !== after.microphoneOn)
    events.push({ name: "microphone-toggle", detail: { enabled: after.microphoneOn } });
  if (before.cameraOn !== after.cameraOn)
    events.push({ name: "camera-toggle", detail: { enabled: after.cameraOn } });
  if (before.screenOn !== after.screenOn)
    events.push({ name: "screenshare-toggle", detail: { enabled: after.screenOn } });
  if (before.chatOpen !== after.chatOpen)
    events.push({ name: "chat-toggle", detail: { open: after.chatOpen } });
  if (before.peopleOpen !== after.peopleOpen)
    events.push({ name: "people-toggle", detail: { open: after.peopleOpen } });
  if (before.connection !== after.connection || before.quality !== after.quality)
    events.push({ name: "connection", detail: { state: after.connection, quality: after.quality } });
  if (encryptionOf(before) !== encryptionOf(after) || before.verified !== after.verified)
    events.push({
      name: "encryption",
      detail: { state: encryptionOf(after), verified: after.verified },
    });
  const waited = new Set(before.waiting.map(({ id }) => id));
  for (const knock of after.waiting) if (!waited.has(knock.id)) events.push({ name: "knock", detail: knock });
  return events;
}

function peopleBetween(
  before: readonly EmbedParticipant[],
  after: readonly EmbedParticipant[],
): readonly EmbedEvent[] {
  const events: EmbedEvent[] = [];
  const earlier = new Map(before.map((person) => [person.id, person]));
  const now = new Set(after.map(({ id }) => id));
  for (const { id, displayName, externalId, metadata } of before) {
    if (now.has(id)) continue;
    const card = {
      ...(externalId !== undefined && { externalId }),
      ...(metadata !== undefined && { metadata }),
    };
    events.push({ name: "participant-left", detail: { id, displayName, ...card } });
  }
  for (const participant of after) {
    const was = earlier.get(participant.id);
    if (was === undefined) events.push({ name: "participant-joined", detail: { participant } });
    else if (!isSame(was, participant)) events.push({ name: "participant-updated", detail: { participant } });
    if (was !== undefined && was.handUp !== participant.handUp)
      events.push({ name: "hand", detail: { id: participant.id, raised: participant.handUp } });
    if (participant.recording !== (was?.recording ?? false))
      events.push({
        name: "recording",
        detail: { state: participant.recording ? "on" : "off", by: participant.id },
      });
    if (participant.speaking && was?.speaking !== true)
      events.push({ name: "active-speaker", detail: { id: participant.id } });
  }
  if (before.length !== after.length)
    events.push({ name: "participant-count", detail: { count: after.length } });
  return events;
}

/** The phase may be told before the people. */
function isIn({ phase, participants }: EmbedState): boolean {
  return phase === "joined" && participants.some(({ isSelf }) => isSelf);
}

function encryptionOf({ encrypted, integrity }: EmbedState): EventDetail<"encryption">["state"] {
  if (integrity !== "ok") return integrity;
  return encrypted ? "encrypted" : "pending";
}

function isSame(one: EmbedParticipant, other: EmbedParticipant): boolean {
  const keys = Object.keys({ ...one, ...other }) as (keyof EmbedParticipant)[];
  return keys.every((key) => one[key] === other[key]);
}
