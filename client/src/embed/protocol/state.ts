import * as v from "valibot";
import { Card } from "./card.ts";

/** Longest texts of a message, in characters: names, ids, codes; what is written in the chat. */
const Short = v.pipe(v.string(), v.maxLength(512));

/** Somebody in the call. The id is this frame's own: it means nothing to any server and to no other frame. */
const Participant = v.strictObject({
  id: Short,
  displayName: Short,
  isSelf: v.boolean(),
  role: v.picklist(["host", "cohost", "guest"]),
  microphoneOn: v.boolean(),
  cameraOn: v.boolean(),
  screenOn: v.boolean(),
  handUp: v.boolean(),
  speaking: v.boolean(),
  recording: v.boolean(),
  ...Card.entries,
});
export type EmbedParticipant = Readonly<v.InferOutput<typeof Participant>>;

const Waiting = v.strictObject({ id: Short, displayName: Short });

/**
 * All that an embedding page is shown of a call. There is no key in it, no link, no call code or fingerprint, no sound or
 * picture, and nothing of what is written.
 */
export const EmbedState = v.strictObject({
  phase: v.picklist(["prejoin", "connecting", "knocking", "joined", "left", "failed"]),
  connection: v.picklist(["connecting", "connected", "reconnecting"]),
  /** Of one's own streams. */
  quality: v.picklist(["good", "fair", "poor", "lost"]),
  encrypted: v.boolean(),
  integrity: v.picklist(["ok", "withheld", "forked"]),
  /** How many of the others this person has verified. */
  verified: v.number(),
  microphoneOn: v.boolean(),
  cameraOn: v.boolean(),
  screenOn: v.boolean(),
  handUp: v.boolean(),
  chatOpen: v.boolean(),
  peopleOpen: v.boolean(),
  participants: v.pipe(v.array(Participant), v.maxLength(4096)),
  waiting: v.pipe(v.array(Waiting), v.maxLength(4096)),
});
export type EmbedState = Readonly<v.InferOutput<typeof EmbedState>>;

/** Before anybody has joined. */
export const NO_CALL: EmbedState = {
  phase: "prejoin",
  connection: "connecting",
  quality: "good",
  encrypted: false,
  integrity: "ok",
  verified: 0,
  microphoneOn: false,
  cameraOn: false,
  screenOn: false,
  handUp: false,
  chatOpen: false,
  peopleOpen: false,
  participants: [],
  waiting: [],
};

export { Participant, Short, Waiting };
