import type { AppMessage, StateMessage } from "@sotto/keyserver-protocol/member";
import type { FromHosting } from "../../workers/hosting.ts";
import type { FromKeys, RosterPerson, ToKeys } from "../../workers/protocol.ts";
import type { CallEvents, CallState, NoticeCode, NoticeSeverity } from "../callState.ts";
import { Chat } from "../chat/index.ts";
import type { CallDataFacet } from "../data/index.ts";
import { Files } from "../files/index.ts";
import { KeyQuestions } from "../KeyQuestions.ts";
import { Recording } from "../recording/index.ts";
import { SdkError } from "../SdkError.ts";
import { Host } from "./Host.ts";
import { obey, type Obedience } from "./obey.ts";

/** What a meeting needs of the call. */
export interface MetCall extends Obedience {
  readonly data: CallDataFacet;
  post(message: ToKeys): void;
  roster(): readonly RosterPerson[];
  /** Something that is shown has changed. */
  changed(): void;
  /** We are not let in yet, and know why. */
  waits(): void;
  emit<E extends "reaction" | "request">(event: E, detail: CallEvents[E]): void;
  notice(code: NoticeCode, severity: NoticeSeverity, params: Readonly<Record<string, string>>): void;
  leave(): Promise<void>;
}

type Done = Extract<FromKeys, { type: "done" }>;
type MeetingState = Pick<CallState, "policy" | "role" | "waiting" | "lobby" | "chat">;

/** How people meet in a call, beside what is heard and seen: hosts, the lobby, hands, reactions, written messages. */
export class Meeting {
  readonly host: Host;
  readonly chat: Chat;
  readonly recording: Recording;
  readonly #files: Files;
  readonly #questions: KeyQuestions;
  readonly #call: MetCall;
  #handSince = 0;

  constructor(call: MetCall) {
    this.#call = call;
    this.#questions = new KeyQuestions((message) => {
      call.post(message);
    });
    this.host = new Host(this.#questions, {
      roster: () => call.roster(),
      leave: () => call.leave(),
      refused: (name, reason) => {
        call.notice("member/refused", "warning", { name, reason });
      },
    });
    this.chat = new Chat(
      this.#questions,
      () => ({ from: this.#self?.participantKey ?? "", name: this.#self?.displayName ?? "" }),
      () => {
        call.changed();
      },
      (file, name) => this.#files.send(file, name),
    );
    this.#files = new Files(call.data, this.chat, (key) => this.#person(key)?.displayName);
    this.recording = new Recording(
      () => this.host.mayRecord(),
      () => {
        call.changed();
      },
    );
  }

  get state(): MeetingState {
    const { policy, role, waiting, lobby } = this.host.state;
    return { policy, role, waiting, lobby, chat: this.chat.messages };
  }

  /** What we say of ourselves. */
  get said(): Pick<StateMessage, "recording" | "handSince"> {
    return { recording: this.recording.isOn, handSince: this.#handSince };
  }

  setHand(on: boolean): void {
    if (on === this.#handSince > 0) return;
    this.#handSince = on ? Date.now() : 0;
    this.#call.changed();
  }

  async react(emoji: string): Promise<void> {
    const self = this.#self;
    if (self === undefined) throw new SdkError("call/not-joined", "nobody is here to see it yet");
    await this.#questions.ask({ type: "publish", message: { type: "reaction", emoji } });
    this.#call.emit("reaction", { key: self.participantKey, emoji });
  }

  /** What somebody says of themselves, without what they may not do. */
  heeded(participantKey: string, state: StateMessage): StateMessage {
    return this.host.heeded(state, this.#person(participantKey)?.role ?? "guest");
  }

  /** Takes in what the key worker says. */
  heard(message: FromHosting | Done): void {
    if (message.type === "done") {
      this.#questions.heard(message);
      return;
    }
    this.host.heard(message);
    if (message.type === "lobby") this.#call.waits();
    if (message.type === "policy") this.recording.policyChanged();
    // The right to share may end while we share.
    if (message.type === "policy" && !this.host.mayShare()) this.#call.stopScreen();
  }

  /** Takes in what a member says; what is not for the meeting changes nothing. */
  told(participantKey: string, message: AppMessage): void {
    const name = this.#person(participantKey)?.displayName ?? "";
    if (message.type === "chat") this.chat.heard(message, { from: participantKey, name });
    if (message.type === "reaction") {
      this.#call.emit("reaction", { key: participantKey, emoji: message.emoji });
    }
    if (message.type === "request" && obey(message, this.#self?.leaf, this.#call)) {
      this.#call.emit("request", { kind: message.kind, byName: name });
    }
  }

  /** Who is still here. */
  keepOnly(participantKeys: ReadonlySet<string>): void {
    this.#files.keepOnly(participantKeys);
  }

  /** The call is over. */
  close(): void {
    this.#files.close();
    this.#questions.close();
  }

  get #self(): RosterPerson | undefined {
    return this.#call.roster().find(({ isSelf }) => isSelf);
  }

  #person(participantKey: string): RosterPerson | undefined {
    return this.#call.roster().find((person) => person.participantKey === participantKey);
  }
}

/** Whether the key worker speaks of the meeting. */
export function isAboutMeeting(message: FromKeys): message is FromHosting | Done {
  return ["policy", "knocks", "lobby", "refused", "done"].includes(message.type);
}
