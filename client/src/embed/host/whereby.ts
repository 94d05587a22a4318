import type { EmbedEvent, EmbedParticipant } from "../protocol/index.ts";

export interface WherebyEvent {
  readonly name: string;
  readonly detail: Readonly<Record<string, unknown>> | null;
}

/** Methods that the element has under a second name. */
export const WHEREBY_METHODS = { leaveRoom: "leave" } as const;

/** Codes with which a person is put out. */
const PUT_OUT = ["call/removed", "call/banned"];

/**
 * What an event is called by Whereby's element. `ready` is the same there; `knock` is not: there it is one's own.
 */
export function wherebyEvents(event: EmbedEvent): readonly WherebyEvent[] {
  switch (event.name) {
    case "joined":
      return [{ name: "join", detail: null }];
    case "left":
      return [{ name: "leave", detail: { removed: PUT_OUT.includes(event.detail.reason) } }];
    case "meeting-ended":
      return [{ name: "meeting_end", detail: null }];
    case "participant-count":
      return [{ name: "participantupdate", detail: { count: event.detail.count } }];
    case "participant-joined":
      return event.detail.participant.isSelf
        ? []
        : [{ name: "participant_join", detail: { participant: participant(event.detail.participant) } }];
    case "participant-left":
      return [
        { name: "participant_leave", detail: { participant: { metadata: event.detail.metadata ?? "" } } },
      ];
    case "microphone-toggle":
      return [{ name: "microphone_toggle", detail: event.detail }];
    case "camera-toggle":
      return [{ name: "camera_toggle", detail: event.detail }];
    case "screenshare-toggle":
      return [{ name: "screenshare_toggle", detail: event.detail }];
    case "chat-toggle":
      return [{ name: "chat_toggle", detail: event.detail }];
    case "people-toggle":
      return [{ name: "people_toggle", detail: event.detail }];
    case "connection": {
      const { state, quality } = event.detail;
      const isStable = state === "connected" && (quality === "good" || quality === "fair");
      return [{ name: "connection_status_change", detail: { status: isStable ? "stable" : "unstable" } }];
    }
    case "device-error":
      return event.detail.type === "not-allowed"
        ? [{ name: "deny_device_permission", detail: { denied: true } }]
        : [];
    case "ready":
    case "joining":
    case "error":
    case "participant-updated":
    case "active-speaker":
    case "message":
    case "app-message":
    case "hand":
    case "knock":
    case "encryption":
    case "recording":
    case "devices-changed":
    case "ready-to-close":
      return [];
  }
}

function participant({ metadata = "", externalId }: EmbedParticipant): Readonly<Record<string, unknown>> {
  return { metadata, ...(externalId !== undefined && { externalId }) };
}
