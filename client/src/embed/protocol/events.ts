import * as v from "valibot";
import { EmbedState, Participant, Short, Waiting } from "./state.ts";

const Enabled = v.strictObject({ enabled: v.boolean() });
const Open = v.strictObject({ open: v.boolean() });
const WithParticipant = v.strictObject({ participant: Participant });
const Nothing = v.strictObject({});

/** What each event tells. Events are for what changes inside of the frame, whoever asked for it. */
export const EVENTS = {
  ready: v.strictObject({ state: EmbedState }),
  joining: Nothing,
  joined: v.strictObject({ id: Short, displayName: Short }),
  left: v.strictObject({ reason: Short }),
  /** A host ended it for everybody. */
  "meeting-ended": Nothing,
  /** Somebody begins or stops recording, as the group allows. */
  recording: v.strictObject({ state: v.picklist(["on", "off"]), by: Short }),
  error: v.strictObject({ type: v.literal("call"), name: Short, message: Short, fatal: v.boolean() }),
  "device-error": v.strictObject({
    kind: v.picklist(["microphone", "camera", "screen"]),
    type: v.picklist([
      "not-allowed",
      "system-blocked",
      "page-policy",
      "not-found",
      "in-use",
      "overconstrained",
      "ended",
      "effect",
      "other",
    ]),
  }),
  "participant-joined": WithParticipant,
  "participant-updated": WithParticipant,
  "participant-left": v.strictObject({
    id: Short,
    displayName: Short,
    externalId: Participant.entries.externalId,
    metadata: Participant.entries.metadata,
  }),
  "participant-count": v.strictObject({ count: v.number() }),
  "active-speaker": v.strictObject({ id: Short }),
  "microphone-toggle": Enabled,
  "camera-toggle": Enabled,
  "screenshare-toggle": Enabled,
  "chat-toggle": Open,
  "people-toggle": Open,
  /** Somebody wrote something. What it is stays in the frame. */
  message: v.strictObject({ from: Short, mine: v.boolean() }),
  "app-message": v.strictObject({ from: Short, data: v.pipe(v.string(), v.maxLength(32_000)) }),
  hand: v.strictObject({ id: Short, raised: v.boolean() }),
  knock: Waiting,
  connection: v.strictObject({
    state: EmbedState.entries.connection,
    quality: EmbedState.entries.quality,
  }),
  /** `pending` before the first key; `withheld` and `forked` are alarms about the key server. */
  encryption: v.strictObject({
    state: v.picklist(["pending", "encrypted", "withheld", "forked"]),
    verified: v.number(),
  }),
  "devices-changed": Nothing,
  /** The person has left for good: the frame may be taken away. */
  "ready-to-close": Nothing,
} as const satisfies Record<string, v.GenericSchema>;

export type EventName = keyof typeof EVENTS;
export const EVENT_NAMES = Object.keys(EVENTS) as readonly EventName[];
export type EventDetail<E extends EventName> = v.InferOutput<(typeof EVENTS)[E]>;

/** One event with its detail. */
export type EmbedEvent = {
  [E in EventName]: { readonly name: E; readonly detail: EventDetail<E> };
}[EventName];
