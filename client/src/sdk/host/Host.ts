import type { AppMessage, RequestKind, StateMessage } from "@sotto/keyserver-protocol/member";
import { mayRecord, mayShare } from "@sotto/keyserver-protocol/member";
import { asLeafIndex } from "@sotto/shared/ids";
import type {
  CallPolicy,
  FromHosting,
  HostAction,
  LobbyState,
  PolicyChange,
  Role,
  WaitingPerson,
} from "../../workers/hosting.ts";
import type { RosterPerson } from "../../workers/protocol.ts";
import type { KeyQuestions } from "../KeyQuestions.ts";
import { SdkError } from "../SdkError.ts";
import type { HostFacet } from "./HostFacet.ts";

/** What the facet needs of the call. */
export interface HostedCall {
  roster(): readonly RosterPerson[];
  leave(): Promise<void>;
  /** Somebody tried what they may not. */
  refused(displayName: string, reason: string): void;
}

/** What is shown of hosts and the lobby. */
export interface HostState {
  readonly policy?: CallPolicy;
  readonly role?: Role;
  readonly waiting: readonly WaitingPerson[];
  readonly lobby?: LobbyState;
}

/** The page's side of hosting: what the group allows, who waits, and what a host asks for. */
export class Host implements HostFacet {
  readonly #questions: KeyQuestions;
  readonly #call: HostedCall;
  #state: HostState = { waiting: [] };
  /** Whether we are ending the call for everybody. */
  #ending: "no" | "asked" | "done" = "no";

  constructor(questions: KeyQuestions, call: HostedCall) {
    this.#questions = questions;
    this.#call = call;
  }

  get state(): HostState {
    return this.#state;
  }

  setPolicy(change: PolicyChange): Promise<void> {
    return this.#act({ kind: "policy", change });
  }

  admit(knockId: string): Promise<void> {
    return this.#act({ kind: "admit", knockId });
  }

  admitAll(): Promise<void> {
    return this.#act({ kind: "admitAll" });
  }

  refuse(knockId: string): Promise<void> {
    return this.#act({ kind: "refuse", knockId });
  }

  remove(participantKey: string, { ban }: { readonly ban: boolean }): Promise<void> {
    return this.#act({ kind: "remove", participantKey, ban });
  }

  setRole(participantKey: string, role: Role): Promise<void> {
    return this.#act({ kind: "role", participantKey, role });
  }

  async requestMute(participantKey: string, kind: RequestKind): Promise<void> {
    if (this.#role === "guest") throw notAllowed("only hosts ask others to do something");
    const target = participantKey === "everybody" ? participantKey : this.#leafOf(participantKey);
    await this.#say({ type: "request", kind, target });
  }

  async endForAll(): Promise<void> {
    if (this.#role !== "host") throw notAllowed("only a host ends the call for everybody");
    this.#ending = "asked";
    try {
      await this.#say({ type: "endCall" });
    } catch (error) {
      // Where it is done, our own member has ended with the call before it could answer.
      if (!this.#isEnded()) throw error;
    }
    await this.#call.leave();
  }

  /** Our member has left the call. @returns whether that is our own ending of it for everybody, and no fault */
  left(): boolean {
    if (this.#ending === "asked") this.#ending = "done";
    return this.#ending === "done";
  }

  /** Takes in what the key worker says of hosting. */
  heard(message: FromHosting): void {
    switch (message.type) {
      case "policy":
        this.#state = { ...this.#state, policy: message.policy, role: message.role };
        return;
      case "knocks":
        this.#state = { ...this.#state, waiting: message.waiting };
        return;
      case "lobby":
        this.#state = { ...this.#state, lobby: message.state };
        return;
      case "refused":
        this.#call.refused(message.displayName, message.reason);
    }
  }

  /** We are in: nothing keeps us out any more. */
  joined(): void {
    const { lobby: _, ...rest } = this.#state;
    this.#state = rest;
  }

  /** Whether somebody of this role may share a screen, as far as is known. */
  mayShare(role: Role = this.#role): boolean {
    return this.#state.policy === undefined || mayShare(this.#state.policy, role);
  }

  /** Whether we may record, as far as is known. */
  mayRecord(): boolean {
    return this.#state.policy !== undefined && mayRecord(this.#state.policy, this.#role);
  }

  /** What a member says of itself, without what it may not do. Its streams that are left out are not received. */
  heeded(state: StateMessage, role: Role): StateMessage {
    const { policy } = this.#state;
    if (policy === undefined) return state;
    const recording = state.recording && mayRecord(policy, role);
    if (mayShare(policy, role)) return recording === state.recording ? state : { ...state, recording };
    const streams = state.streams.filter(({ source }) => source !== "screen" && source !== "screen-audio");
    return { ...state, recording, streams, screenOn: false };
  }

  #isEnded(): boolean {
    const isDone = this.#ending === "done";
    if (!isDone) this.#ending = "no";
    return isDone;
  }

  get #role(): Role {
    return this.#state.role ?? "guest";
  }

  #leafOf(participantKey: string): ReturnType<typeof asLeafIndex> {
    const person = this.#call.roster().find((member) => member.participantKey === participantKey);
    if (person === undefined) throw new SdkError("policy/unknown", "nobody of this key is in the call");
    return asLeafIndex(person.leaf);
  }

  #act(action: HostAction): Promise<void> {
    return this.#questions.ask({ type: "act", action });
  }

  #say(message: AppMessage): Promise<void> {
    return this.#questions.ask({ type: "publish", message });
  }
}

function notAllowed(message: string): SdkError {
  return new SdkError("policy/not-allowed", message);
}
