import type { CallMethods, EmbedEvent, EmbedState, MethodName } from "../protocol/index.ts";

/** One question to the frame. */
export type Act = { [M in MethodName]: readonly [M, ...Parameters<CallMethods[M]>] }[MethodName];

/** Commands of Jitsi's IFrame API and what they are here; undefined for one that is not known. */
export function actsFor(
  command: string,
  args: readonly unknown[],
  state: EmbedState,
): readonly Act[] | undefined {
  const [text, second] = [asText(args[0]), asText(args[1])];
  const others = state.participants.filter(({ isSelf }) => !isSelf);
  switch (command) {
    case "displayName":
      return [["setDisplayName", text]];
    case "toggleAudio":
      return [["toggleMicrophone"]];
    case "toggleVideo":
      return [["toggleCamera"]];
    case "toggleShareScreen":
      return [["toggleScreenshare"]];
    case "toggleChat":
      return [["toggleChat"]];
    case "toggleParticipantsPane":
      return [["togglePeople", typeof args[0] === "boolean" ? args[0] : undefined]];
    case "toggleRaiseHand":
      return [["raiseHand"]];
    case "setTileView":
      return [["setLayout", args[0] === false ? "spotlight" : "grid"]];
    case "hangup":
      return [["leave"]];
    case "endConference":
      return [["endMeeting"]];
    case "sendChatMessage":
      return [["sendChatMessage", text]];
    case "sendEndpointTextMessage":
      return [["sendAppMessage", second, text]];
    case "pinParticipant":
    case "setLargeVideoParticipant":
      return [["pinParticipant", text === "" ? null : text]];
    case "kickParticipant":
      return [["removeParticipant", text]];
    case "muteEveryone":
      return others.map(({ id }) => ["muteParticipant", id] as const);
    case "answerKnockingParticipant":
      return [[args[1] === true ? "admit" : "deny", text]];
    case "avatarUrl":
      return [["setUserInfo", { avatarUrl: text }]];
    case "toggleLobby":
    case "setVideoQuality":
    case "subject":
      // Known there and without a counterpart here: a page that sends them goes on working.
      return [];
    default:
      return undefined;
  }
}

export interface JitsiEvent {
  readonly name: string;
  readonly detail: Readonly<Record<string, unknown>>;
}

/** What an event here is called there. */
export function jitsiEvents(event: EmbedEvent, roomName: string): readonly JitsiEvent[] {
  switch (event.name) {
    case "joined":
      return [{ name: "videoConferenceJoined", detail: { ...event.detail, roomName } }];
    case "left":
      return [{ name: "videoConferenceLeft", detail: { roomName } }];
    case "participant-joined": {
      const { id, displayName, isSelf } = event.detail.participant;
      return isSelf ? [] : [{ name: "participantJoined", detail: { id, displayName } }];
    }
    case "participant-left":
      return [{ name: "participantLeft", detail: { id: event.detail.id } }];
    case "microphone-toggle":
      return [{ name: "audioMuteStatusChanged", detail: { muted: !event.detail.enabled } }];
    case "camera-toggle":
      return [{ name: "videoMuteStatusChanged", detail: { muted: !event.detail.enabled } }];
    case "screenshare-toggle":
      return [{ name: "screenSharingStatusChanged", detail: { on: event.detail.enabled, details: {} } }];
    case "chat-toggle":
      return [{ name: "chatUpdated", detail: { isOpen: event.detail.open, unreadCount: 0 } }];
    case "hand":
      return [
        {
          name: "raiseHandUpdated",
          detail: { id: event.detail.id, handRaised: event.detail.raised ? 1 : 0 },
        },
      ];
    case "active-speaker":
      return [{ name: "dominantSpeakerChanged", detail: { id: event.detail.id } }];
    case "knock":
      return [
        {
          name: "knockingParticipant",
          detail: { participant: { id: event.detail.id, name: event.detail.displayName } },
        },
      ];
    case "app-message":
      return [
        {
          name: "endpointTextMessageReceived",
          detail: { senderInfo: { id: event.detail.from }, eventData: { text: event.detail.data } },
        },
      ];
    case "error": {
      const { type, name, message, fatal } = event.detail;
      return [{ name: "errorOccurred", detail: { type: type.toUpperCase(), name, message, isFatal: fatal } }];
    }
    case "ready-to-close":
      return [{ name: "readyToClose", detail: {} }];
    case "recording":
      return [{ name: "recordingStatusChanged", detail: { on: event.detail.state === "on", mode: "file" } }];
    case "meeting-ended":
    case "ready":
    case "joining":
    case "device-error":
    case "participant-updated":
    case "participant-count":
    case "people-toggle":
    case "message":
    case "connection":
    case "encryption":
    case "devices-changed":
      return [];
  }
}

function asText(value: unknown): string {
  return typeof value === "string" ? value : "";
}
