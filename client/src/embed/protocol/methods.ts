import * as v from "valibot";
import { CardChange } from "./card.ts";
import { EmbedState, type EmbedParticipant, Participant, Short } from "./state.ts";

const onOff = v.optional(v.boolean());
const Device = v.strictObject({ id: Short, label: Short });
const Devices = v.strictObject({
  audioInput: v.array(Device),
  audioOutput: v.array(Device),
  videoInput: v.array(Device),
});
export type EmbedDevices = Readonly<v.InferOutput<typeof Devices>>;

export const Choice = v.strictObject({
  audioInput: v.optional(Short),
  audioOutput: v.optional(Short),
  videoInput: v.optional(Short),
});
export type EmbedDeviceChoice = v.InferOutput<typeof Choice>;

const Stats = v.array(
  v.strictObject({
    id: Short,
    source: Short,
    direction: v.picklist(["send", "receive"]),
    codec: Short,
    kbps: v.number(),
    framesRefused: v.number(),
  }),
);
export type EmbedStats = Readonly<v.InferOutput<typeof Stats>>;

/** Longest text and longest message of an embedding page's own, characters. */
const Text = v.pipe(v.string(), v.minLength(1), v.maxLength(16_000));
const AppData = v.pipe(v.string(), v.maxLength(32_000));

const nothing = v.undefined();

/** What each method takes and gives. Whatever is not here cannot be asked of a frame. */
export const METHODS = {
  join: { takes: v.tuple([]), gives: nothing },
  leave: { takes: v.tuple([]), gives: nothing },
  endMeeting: { takes: v.tuple([]), gives: nothing },
  knock: { takes: v.tuple([]), gives: nothing },
  cancelKnock: { takes: v.tuple([]), gives: nothing },
  toggleMicrophone: { takes: v.tuple([onOff]), gives: nothing },
  toggleCamera: { takes: v.tuple([onOff]), gives: nothing },
  toggleScreenshare: { takes: v.tuple([onOff]), gives: nothing },
  toggleChat: { takes: v.tuple([onOff]), gives: nothing },
  togglePeople: { takes: v.tuple([onOff]), gives: nothing },
  raiseHand: { takes: v.tuple([onOff]), gives: nothing },
  setLayout: { takes: v.tuple([v.picklist(["auto", "grid", "spotlight"])]), gives: nothing },
  pinParticipant: { takes: v.tuple([v.nullable(Short)]), gives: nothing },
  setDisplayName: { takes: v.tuple([v.pipe(v.string(), v.maxLength(64))]), gives: nothing },
  setUserInfo: { takes: v.tuple([CardChange]), gives: nothing },
  openSettings: { takes: v.tuple([v.optional(Short)]), gives: nothing },
  getDevices: { takes: v.tuple([]), gives: Devices },
  setDevices: { takes: v.tuple([Choice]), gives: nothing },
  getParticipants: { takes: v.tuple([]), gives: v.array(Participant) },
  getState: { takes: v.tuple([]), gives: EmbedState },
  getStats: { takes: v.tuple([]), gives: Stats },
  sendChatMessage: { takes: v.tuple([Text]), gives: nothing },
  sendAppMessage: { takes: v.tuple([AppData, v.optional(Short)]), gives: nothing },
  muteParticipant: { takes: v.tuple([Short]), gives: nothing },
  removeParticipant: { takes: v.tuple([Short]), gives: nothing },
  admit: { takes: v.tuple([Short]), gives: nothing },
  deny: { takes: v.tuple([Short]), gives: nothing },
} as const satisfies Record<string, { takes: v.GenericSchema<unknown, unknown>; gives: v.GenericSchema }>;

export type MethodName = keyof typeof METHODS;
export const METHOD_NAMES = Object.keys(METHODS) as readonly MethodName[];

/**
 * What an embedding page can do to a call. Everything rejects with an {@link EmbedError}: `embed/not-in-call` outside of a
 * call, `embed/closed` when the frame is gone, `embed/invalid` for arguments of the wrong kind, or the call's own code.
 */
export interface CallMethods {
  /** Joins under the name that was given or is typed; `embed/name-missing` if there is none. */
  join(): Promise<void>;
  leave(): Promise<void>;
  /** Ends the call for everybody; only hosts can. */
  endMeeting(): Promise<void>;
  /** Asks to be let in: joining does so where there is a lobby. */
  knock(): Promise<void>;
  cancelKnock(): Promise<void>;
  toggleMicrophone(on?: boolean): Promise<void>;
  toggleCamera(on?: boolean): Promise<void>;
  /** Starting asks the person, and browsers want a click inside the frame for that: `embed/needs-click` without one. */
  toggleScreenshare(on?: boolean): Promise<void>;
  toggleChat(open?: boolean): Promise<void>;
  togglePeople(open?: boolean): Promise<void>;
  raiseHand(on?: boolean): Promise<void>;
  setLayout(layout: "auto" | "grid" | "spotlight"): Promise<void>;
  /** Makes somebody large; null makes all alike again. */
  pinParticipant(id: string | null): Promise<void>;
  /** Before joining: a name holds for a whole call (`embed/in-call`). */
  setDisplayName(name: string): Promise<void>;
  /** What the pages of the others are told of this person, sealed on the way. What is absent stays, what is empty goes. */
  setUserInfo(change: CardChange): Promise<void>;
  /** The sheet with devices and all else; or, by name, `encryption`, `statistics` or `shortcuts`. */
  openSettings(pane?: string): Promise<void>;
  getDevices(): Promise<EmbedDevices>;
  setDevices(choice: EmbedDeviceChoice): Promise<void>;
  getParticipants(): Promise<readonly EmbedParticipant[]>;
  getState(): Promise<EmbedState>;
  /** Figures of the last second. */
  getStats(): Promise<EmbedStats>;
  sendChatMessage(text: string): Promise<void>;
  /** To the embedding pages of the others, or of one: sealed on the way, at most 32,000 characters. */
  sendAppMessage(data: string, to?: string): Promise<void>;
  muteParticipant(id: string): Promise<void>;
  removeParticipant(id: string): Promise<void>;
  /** Lets in one of `EmbedState.waiting`. */
  admit(id: string): Promise<void>;
  deny(id: string): Promise<void>;
}

/** Arguments as the frame takes them. */
export type MethodArguments<M extends MethodName> = v.InferOutput<(typeof METHODS)[M]["takes"]>;
