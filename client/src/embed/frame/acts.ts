import type { RoomHands, ScreenHands, SettingsPane } from "../../app/embedding.ts";
import type { Call, StreamStats } from "../../sdk/index.ts";
import {
  EmbedError,
  type EmbedState,
  type MethodArguments,
  type MethodName,
  type EmbedStats,
} from "../protocol/index.ts";
import type { Aliases } from "./Aliases.ts";
import type { Cards } from "./Cards.ts";

/** The topic of embedding pages' own messages among the call's data messages. */
export const APP_TOPIC = "embed";

/** What a question is answered from. What is undefined is not there at the time. */
export interface Scene {
  readonly state: EmbedState;
  readonly room: RoomHands | undefined;
  readonly screen: ScreenHands | undefined;
  readonly call: Call | undefined;
  readonly people: Aliases;
  readonly waiting: Aliases;
  readonly cards: Pick<Cards, "change">;
  /** The person has just clicked inside of the frame. */
  readonly hasClick: () => boolean;
}

type Acts = { readonly [M in MethodName]: (scene: Scene, ...args: MethodArguments<M>) => unknown };

/** What each question does: as far as there is one, what the button for it does. */
export const ACTS: Acts = {
  join: (scene) => {
    const room = roomOf(scene);
    if (room.inCall) return;
    if (room.name.trim() === "") throw new EmbedError("embed/name-missing", "there is no name to join with");
    room.join();
  },
  knock: (scene) => ACTS.join(scene),
  leave: ({ room }) => {
    if (room?.inCall === true) room.leave();
  },
  cancelKnock: (scene) => ACTS.leave(scene),
  endMeeting: (scene) => hostOf(scene).endForAll(),
  toggleMicrophone: (scene, on) => {
    const { own } = screenOf(scene);
    own.set("microphone", on ?? !own.microphoneOn);
  },
  toggleCamera: (scene, on) => {
    const { own } = screenOf(scene);
    own.set("camera", on ?? !own.cameraOn);
  },
  toggleScreenshare: (scene, on) => {
    const { share } = screenOf(scene);
    const wanted = on ?? !share.isSharing;
    if (wanted === share.isSharing) return;
    if (!wanted) {
      share.stop();
      return;
    }
    if (!share.isPossible) throw new EmbedError("embed/not-possible", "this browser shares no screens");
    if (!scene.hasClick())
      throw new EmbedError("embed/needs-click", "browsers ask for a click inside the frame");
    share.start();
  },
  toggleChat: (scene, open) => {
    setPanel(scene, "chat", open);
  },
  togglePeople: (scene, open) => {
    setPanel(scene, "people", open);
  },
  raiseHand: (scene, on) => {
    screenOf(scene).setHand(on ?? !scene.state.handUp);
  },
  setLayout: (scene, layout) => {
    screenOf(scene).setLayout(layout === "spotlight" ? "speaker" : "grid");
  },
  pinParticipant: (scene, id) => {
    const { stage } = screenOf(scene);
    if (id === null) stage.unpin();
    else if (stage.wishes.pinned !== keyOf(scene, id)) stage.actions.onPin(keyOf(scene, id));
  },
  setDisplayName: (scene, name) => {
    const room = roomOf(scene);
    if (room.inCall) throw new EmbedError("embed/in-call", "a name holds for a whole call");
    room.setName(name);
  },
  setUserInfo: ({ cards }, change) => {
    cards.change(change);
  },
  openSettings: (scene, pane) => {
    // Words of other products, for panes that there are not, lead to the one with everything.
    screenOf(scene).openSettings(PANES.find((known) => known === pane) ?? "settings");
  },
  getDevices: (scene) => {
    const { microphones, speakers, cameras } = roomOf(scene).devices.state.value.devices;
    return { audioInput: microphones, audioOutput: speakers, videoInput: cameras };
  },
  setDevices: (scene, { audioInput, audioOutput, videoInput }) => {
    const { devices } = roomOf(scene);
    const { choose } = { choose: scene.screen?.chooseDevice };
    const { microphones, speakers, cameras } = devices.state.value.devices;
    for (const [kind, list, wanted] of [
      ["microphone", microphones, audioInput],
      ["camera", cameras, videoInput],
      ["speaker", speakers, audioOutput],
    ] as const) {
      if (wanted === undefined) continue;
      const device = list.find(({ id }) => id === wanted);
      if (device === undefined) throw new EmbedError("embed/not-possible", `there is no such ${kind}`);
      if (choose !== undefined) choose(kind, device);
      else devices.choose(kind, device);
    }
  },
  getParticipants: ({ state }) => state.participants,
  getState: ({ state }) => state,
  getStats: (scene) => statsOf(callOf(scene), scene.people),
  sendChatMessage: (scene, text) => facet(callOf(scene).chat).send(text),
  sendAppMessage: (scene, data, to) =>
    facet(callOf(scene).data).send(APP_TOPIC, new TextEncoder().encode(data), {
      ...(to !== undefined && { to: keyOf(scene, to) }),
    }),
  muteParticipant: (scene, id) => hostOf(scene).requestMute(keyOf(scene, id), "mute"),
  removeParticipant: (scene, id) => hostOf(scene).remove(keyOf(scene, id), { ban: false }),
  admit: (scene, id) => hostOf(scene).admit(knockOf(scene, id)),
  deny: (scene, id) => hostOf(scene).refuse(knockOf(scene, id)),
};

const PANES: readonly SettingsPane[] = ["settings", "encryption", "statistics", "shortcuts"];

function roomOf({ room }: Scene): RoomHands {
  return room ?? outside();
}

function screenOf({ screen }: Scene): ScreenHands {
  return screen ?? outside();
}

function callOf({ call }: Scene): Call {
  return call ?? outside();
}

function hostOf(scene: Scene): NonNullable<Call["host"]> {
  return facet(callOf(scene).host);
}

function facet<T>(part: T | undefined): T {
  return part ?? outside();
}

function outside(): never {
  throw new EmbedError("embed/not-in-call", "there is no call at the moment");
}

function keyOf({ people }: Scene, alias: string): string {
  const key = people.keyOf(alias);
  if (key === undefined) throw new EmbedError("embed/unknown-participant", "nobody has this id");
  return key;
}

function knockOf({ waiting }: Scene, alias: string): string {
  const id = waiting.keyOf(alias);
  if (id === undefined) throw new EmbedError("embed/unknown-participant", "nobody with this id waits");
  return id;
}

function setPanel(scene: Scene, panel: "chat" | "people", open: boolean | undefined): void {
  const screen = screenOf(scene);
  const isOpen = screen.panel === panel;
  if ((open ?? !isOpen) === isOpen) return;
  screen.setPanel(isOpen ? undefined : panel);
}

async function statsOf(call: Call, people: Aliases): Promise<EmbedStats> {
  const feed = facet(call.stats);
  const streams = await new Promise<readonly StreamStats[]>((resolve) => {
    const end = feed.subscribe((figures) => {
      end();
      resolve(figures);
    });
  });
  return streams.map(({ participantKey, source, direction, codec, bitrate, framesRefused }) => ({
    id: people.aliasOf(participantKey),
    ...{ source, direction, codec, framesRefused },
    kbps: Math.round(bitrate / 1000),
  }));
}
