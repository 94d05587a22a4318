import type { SottoError } from "@sotto/shared/codec";
import type { LinkSecret, ParticipantId } from "@sotto/shared/ids";
import type { ClientMessage, ServerReply } from "../../messages/index.ts";
import type {
  CrossSignature,
  DeviceKey,
  MemberEvent,
  MemberPhase,
  PolicySettings,
  RandomBytes,
  SuiteName,
} from "../api.ts";
import type { Integrity } from "../reports/index.ts";
import type { Effect } from "./events.ts";
import { Intents } from "./intents.ts";
import { Outgoing } from "./outgoing.ts";
import type { NextStage } from "./stage.ts";
import { ANSWER_MS, MAX_CLOCK_OFFSET_MS } from "./timing.ts";

/** What a machine is made with. */
export interface MachineOptions {
  readonly linkSecret: LinkSecret;
  readonly displayName: string;
  readonly device: DeviceKey;
  /** What other devices of the same person have signed over this one, as it is now. */
  readonly crossSignatures: () => readonly CrossSignature[];
  readonly tabSecret: Uint8Array;
  readonly rotateMs: number;
  /** Suite of a call that this member creates. */
  readonly suite: SuiteName;
  /** What the policy of a call that this member creates begins with. */
  readonly policy?: Partial<PolicySettings>;
  /** Whether it leaves the beginning of a call to others. */
  readonly waitForCall?: boolean;
  readonly random: RandomBytes;
}

/** A request before it has its id. */
export type RequestBody = ClientMessage extends infer Message
  ? Message extends ClientMessage
    ? Omit<Message, "requestId">
    : never
  : never;

/** Gets each reply to one request: one, except that a subscription may also end later with an error. */
export type OnReply = (reply: ServerReply) => Promise<void> | void;

type HealthReason = "keyserver-away" | "rotation-late";

/** Request ids start over after this one; the one above belongs to the connection's own pings. */
const LAST_REQUEST_ID = 0xffff_fffe;

/** What the stages of a machine share: time, effects, requests under way, and which stage comes next. */
export class MachineContext {
  readonly options: MachineOptions;
  /** Messages to the call; they outlive a rejoin. */
  readonly outgoing = new Outgoing();
  /** What hosts want; it outlives a rejoin too. */
  readonly intents = new Intents();
  /** Time of the event that is being handled, ms. */
  now = 0;
  isConnected = false;
  /** Whether there is a way to the other members past the key server. */
  hasChannel = false;
  /** Reports that were none, were no member's, or old. */
  reportsRefused = 0;
  /** How often we knocked with new keys since we were last in a call. */
  knocksRenewed = 0;
  /** When we last joined anew because epochs were withheld, ms. */
  withheldRejoinAt: number | undefined;
  /** When we were last known to be awake, ms. */
  awakeAt = 0;
  readonly #effects: Effect[] = [];
  #isQuiet: boolean | undefined;
  readonly #replies = new Map<number, OnReply>();
  /** When each request that is not answered yet was made, in that order. */
  readonly #unanswered = new Map<number, number>();
  #phase: MemberPhase | undefined;
  #health: HealthReason | undefined;
  #integrity: Integrity = "ok";
  #lastRequestId = 0;
  #lastSerial = 0;
  #clockOffsetMs = 0;
  #next: NextStage | undefined;

  constructor(options: MachineOptions) {
    this.options = options;
  }

  /** The key server's time, as far as it is believed, ms. */
  get serverNow(): number {
    return this.now + this.#clockOffsetMs;
  }

  /** When the oldest request that was made must be answered, ms; undefined if all are. */
  get answerBy(): number | undefined {
    const [oldest] = this.#unanswered.values();
    return oldest === undefined ? undefined : oldest + ANSWER_MS;
  }

  /** Takes notice of the key server's clock: what it said when it was this time here. */
  setServerTime(timeMs: number, hereMs: number): void {
    const offset = timeMs - hereMs;
    this.#clockOffsetMs = Math.max(-MAX_CLOCK_OFFSET_MS, Math.min(MAX_CLOCK_OFFSET_MS, offset));
  }

  /** Whether the event that is being handled brought nothing but signs of life, which only put off what is due. */
  get isQuiet(): boolean {
    return this.#isQuiet === true;
  }

  /** Begins an event, in which nothing has come yet. */
  beginEvent(): void {
    this.#isQuiet = undefined;
  }

  /** Takes notice of an entry that was read. */
  noteEntry(isSignOfLife: boolean): void {
    this.#isQuiet = this.#isQuiet !== false && isSignOfLife;
  }

  random(length: number): Uint8Array {
    return this.options.random(length);
  }

  /** A number in [0, limit) for spreading load. */
  jitter(limit: number): number {
    const bytes = this.random(4);
    return (new DataView(bytes.buffer, bytes.byteOffset, 4).getUint32(0) / 2 ** 32) * limit;
  }

  /** A number for a new credential, higher than any before. */
  nextSerial(): number {
    this.#lastSerial = Math.max(Math.floor(this.now), this.#lastSerial + 1);
    return this.#lastSerial;
  }

  emit(event: MemberEvent): void {
    this.#effects.push({ type: "emit", event });
  }

  /** Says what the member is busy with, once. */
  enterPhase(phase: "connecting" | "knocking" | "joined"): void {
    if (this.#phase === phase) return;
    this.#phase = phase;
    this.emit({ type: "phase", phase });
  }

  /** Says what is wrong with the care for the keys, or that nothing is, once. */
  enterHealth(reason: HealthReason | undefined): void {
    if (this.#health === reason) return;
    this.#health = reason;
    this.emit(
      reason === undefined ? { type: "health", state: "ok" } : { type: "health", state: "degraded", reason },
    );
  }

  /** Says what the members' reports tell of the key server, when it changes. A fork is for good. */
  enterIntegrity(state: Integrity, reporter?: ParticipantId): void {
    if (this.#integrity === state || this.#integrity === "forked") return;
    this.#integrity = state;
    this.emit({ type: "integrity", state, ...(reporter !== undefined && { reporter }) });
  }

  effect(effect: Effect): void {
    this.#effects.push(effect);
  }

  takeEffects(): Effect[] {
    return this.#effects.splice(0);
  }

  /** Sends a request. Without a connection nothing is sent, and no reply comes: stages start over when it is back. */
  request(body: RequestBody, onReply: OnReply): void {
    if (!this.isConnected) return;
    this.#lastRequestId = this.#lastRequestId === LAST_REQUEST_ID ? 1 : this.#lastRequestId + 1;
    const requestId = this.#lastRequestId;
    this.#replies.set(requestId, onReply);
    this.#unanswered.set(requestId, this.now);
    this.#effects.push({ type: "send", message: { ...body, requestId } as ClientMessage });
  }

  /** Hands a reply to who asked. Replies to requests of an earlier stage or connection are dropped. */
  async reply(reply: ServerReply): Promise<void> {
    const onReply = this.#replies.get(reply.requestId);
    this.#unanswered.delete(reply.requestId);
    // A subscription that is live may still be ended by an error under its request's id.
    if (reply.type !== "subscribed") this.#replies.delete(reply.requestId);
    await onReply?.(reply);
  }

  /** Gives the connection up: a new one is to be made. */
  reconnect(): void {
    this.#unanswered.clear();
    this.effect({ type: "reconnect" });
  }

  forgetRequests(): void {
    this.#replies.clear();
    this.#unanswered.clear();
  }

  /** Says which stage follows; the machine moves on when the current step is done. */
  become(stage: NextStage): void {
    if (this.#next?.kind !== "ended") this.#next = stage;
  }

  takeNextStage(): NextStage | undefined {
    const next = this.#next;
    this.#next = undefined;
    return next;
  }

  /** Ends the machine, with an error if it failed. */
  finish(error?: SottoError): void {
    if (error === undefined) this.emit({ type: "phase", phase: "left" });
    else this.emit({ type: "phase", phase: "failed", error });
    this.effect({ type: "end" });
    this.become({ kind: "ended" });
  }
}
