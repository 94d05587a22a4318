import type { ParticipantId } from "@sotto/shared/ids";
import {
  decodeServerMessage,
  encodeClientMessage,
  encodeServerMessage,
  type ClientMessage,
  type ServerMessage,
} from "../../messages/index.ts";
import type { ClientSession } from "../../server/index.ts";
import { SeededRandom } from "../../server/testing/seededRandom.ts";
import type {
  AppMessage,
  EpochEvent,
  HostAction,
  LobbyState,
  MemberEvent,
  MemberPhase,
  WaitingJoiner,
} from "../api.ts";
import { MemberMachine, type MachineEvent } from "../machine/index.ts";
import { UNHARMED } from "./faultyNetwork.ts";
import { describeEvent } from "./describeEvent.ts";
import type { SimulatedMemberOptions } from "./simulatedMemberOptions.ts";
import type { Simulation } from "./simulation.ts";

/** How much of each member's story a failed test tells. */
const STORY_EVENTS = 20;
/** A connection that gives no sign of life for so long is cut by the server. */
const DEAD_AFTER_MS = 40_000;

/** One member machine, its connection to the keyserver, and what it has said. */
export class SimulatedMember {
  readonly options: SimulatedMemberOptions;
  readonly events: MemberEvent[] = [];
  /** When each event came, ms since the beginning. */
  readonly #times: number[] = [];
  readonly published: number[] = [];
  /** What became of what it wanted: "done", or the code of the error. */
  readonly acted = new Map<number, string>();
  /** Whether it can reach other members past the key server. */
  hasChannel = false;
  /** Every message that this member was asked to send. */
  readonly said: AppMessage[] = [];
  /** Every request that this member has sent. */
  readonly sent: ClientMessage[] = [];
  /** Types of everything that this member has received. */
  readonly received: ServerMessage["type"][] = [];
  readonly #simulation: Simulation;
  readonly #machine: MemberMachine;
  #session: ClientSession | undefined;
  #connection = 0;
  #lastArrival = { toServer: 0, toMember: 0 };
  #tickAt: number | undefined;
  #isDead = false;
  #phase: MemberPhase | undefined;
  #epoch: EpochEvent | undefined;
  #lastTicket = 0;
  /** When it wakes up; undefined while it is awake. */
  #asleepUntil: number | undefined;
  /** What came while it slept. */
  readonly #dreamt: MachineEvent[] = [];

  constructor(simulation: Simulation, options: SimulatedMemberOptions) {
    this.options = options;
    this.#simulation = simulation;
    // Its own: how much randomness is used, and when, depends on the order in which native cryptography comes back.
    const random = new SeededRandom(simulation.random.below(2 ** 32));
    this.#machine = new MemberMachine({
      linkSecret: simulation.linkSecret,
      displayName: options.name,
      device: options.device,
      crossSignatures: () => options.crossSignatures,
      tabSecret: options.tabSecret,
      rotateMs: options.rotateMs,
      suite: options.suite,
      policy: options.policy,
      waitForCall: options.waitForCall,
      random: (length) => random.bytes(length),
    });
  }

  get epochs(): EpochEvent[] {
    return this.events.filter((event) => event.type === "epoch");
  }

  get epoch(): EpochEvent {
    const epoch = this.#epoch;
    if (epoch === undefined) throw new Error(`${this.options.name} has no epoch`);
    return epoch;
  }

  get phase(): string | undefined {
    return this.#phase;
  }

  get isJoined(): boolean {
    return this.phase === "joined";
  }

  get failure(): string | undefined {
    return this.events
      .flatMap((event) => (event.type === "phase" && event.error ? [event.error.code] : []))
      .at(-1);
  }

  /** How many commits this member has offered. */
  get commitsOffered(): number {
    return this.sent.filter(({ type }) => type === "append").length;
  }

  get calls(): number {
    return this.events.filter(({ type }) => type === "call").length;
  }

  /** What this member knows the policy to be, and itself in it. */
  get governed(): Extract<MemberEvent, { type: "policy" }> {
    const told = this.events.filter((event) => event.type === "policy").at(-1);
    if (told === undefined) throw new Error(`${this.options.name} knows no policy`);
    return told;
  }

  /** Who waits for this member's decision. */
  get waiting(): readonly WaitingJoiner[] {
    return this.events.filter((event) => event.type === "knocks").at(-1)?.waiting ?? [];
  }

  /** What this member was told while it waited, in order. */
  get lobby(): LobbyState[] {
    return this.events.flatMap((event) => (event.type === "lobby" ? [event.state] : []));
  }

  get messages(): AppMessage[] {
    return this.events.flatMap((event) => (event.type === "app" ? [event.message] : []));
  }

  get health(): string {
    const last = this.events.filter((event) => event.type === "health").at(-1);
    return last?.reason ?? "ok";
  }

  /** Whether it still does anything. */
  get isAlive(): boolean {
    return !this.#isDead && !this.#machine.isOver;
  }

  get isAsleep(): boolean {
    return this.#asleepUntil !== undefined;
  }

  connect(): void {
    const simulation = this.#simulation;
    this.#connection += 1;
    const connection = this.#connection;
    this.#lastArrival = { toServer: 0, toMember: 0 };
    if (!simulation.network.reaches(this)) return this.#reconnectLater();
    simulation.at(simulation.now + simulation.latency(), async () => {
      if (connection !== this.#connection || this.#isDead) return;
      // An attempt that sleep comes into is given up.
      if (this.isAsleep) return this.#reconnectLater();
      await this.#handle({ type: "connected" });
      this.#session = simulation.coreFor(this).connect({
        send: async (bytes) => {
          for (const told of simulation.server.tells(this, decodeServerMessage(bytes))) {
            this.#deliver(connection, told instanceof Uint8Array ? told : encodeServerMessage(told));
          }
        },
        hold: () => undefined,
        close: () => this.cut(),
      });
      await settled();
    });
  }

  /** The connection breaks; the member comes back by itself. */
  cut(): void {
    this.disconnect();
    if (this.isAlive) this.#reconnectLater();
  }

  /** The connection breaks, and stays so until `connect`. */
  disconnect(): void {
    this.#connection += 1;
    this.#session?.end();
    this.#session = undefined;
    this.#simulation.at(this.#simulation.now, () => this.#handle({ type: "disconnected" }));
  }

  /** The member's computer goes dark: nothing more comes from it. */
  kill(): void {
    this.#isDead = true;
    this.#connection += 1;
    this.#session?.end();
    this.#session = undefined;
  }

  /**
   * The lid is closed for so long: nothing is done. What comes meanwhile waits, until the server takes the connection
   * for dead; the member notices that when it wakes up.
   */
  sleep(ms: number): void {
    const simulation = this.#simulation;
    if (this.#asleepUntil !== undefined) return;
    const until = simulation.now + ms;
    this.#asleepUntil = until;
    const connection = this.#connection;
    const isCut = ms > DEAD_AFTER_MS;
    if (isCut) {
      simulation.at(simulation.now + DEAD_AFTER_MS, async () => {
        if (connection === this.#connection) this.#session?.end();
      });
    }
    simulation.at(until, async () => {
      if (this.#isDead) return;
      this.#asleepUntil = undefined;
      const dreamt = this.#dreamt.splice(0);
      await this.#handle({ type: "tick" });
      for (const event of dreamt) await this.#handle(event);
      if (isCut && connection === this.#connection) this.cut();
    });
  }

  leave(): void {
    this.#simulation.at(this.#simulation.now, () => this.#handle({ type: "leave" }));
  }

  /** The key server says something of its own making. */
  tell(message: ServerMessage): void {
    if (this.#session !== undefined) this.#deliver(this.#connection, encodeServerMessage(message));
  }

  publish(message: AppMessage): number {
    this.said.push(message);
    this.#lastTicket += 1;
    const ticket = this.#lastTicket;
    this.#simulation.at(this.#simulation.now, () => this.#handle({ type: "publish", message, ticket }));
    return ticket;
  }

  /** Whether somebody is in this member's roster. */
  sees(other: SimulatedMember): boolean {
    return this.epoch.roster.some(({ displayName }) => displayName === other.options.name);
  }

  /** Wants something of the group as a host; gives the ticket under which `acted` says how it went. */
  act(action: HostAction): number {
    this.#lastTicket += 1;
    const ticket = this.#lastTicket;
    this.#simulation.at(this.#simulation.now, () => this.#handle({ type: "act", action, ticket }));
    return ticket;
  }

  /** The id by which the call knows another member. */
  idOf(other: SimulatedMember): ParticipantId {
    const entry = this.epoch.roster.find(({ displayName }) => displayName === other.options.name);
    if (entry === undefined) throw new Error("nobody of that name in the call");
    return entry.participantId;
  }

  hintGone(other: SimulatedMember): void {
    const participantId = this.idOf(other);
    this.#simulation.at(this.#simulation.now, () => this.#handle({ type: "hintGone", participantId }));
  }

  /** A way to the other members past the key server opens or closes. */
  setChannel(isOpen: boolean): void {
    this.hasChannel = isOpen;
    this.#simulation.at(this.#simulation.now, () => this.#handle({ type: "channel", isOpen }));
  }

  /** Something comes on that way. */
  async hear(sealed: Uint8Array): Promise<void> {
    if (this.hasChannel) await this.#handle({ type: "heard", sealed });
  }

  get integrity(): string {
    return this.events.filter((event) => event.type === "integrity").at(-1)?.state ?? "ok";
  }

  /** The last things that happened to this member. */
  story(): string {
    const lines = this.events.map((event, index) => `${this.#times[index]} ${describeEvent(event)}`);
    return `${this.options.name}${this.#isDead ? " (dead)" : ""}: ${lines.slice(-STORY_EVENTS).join(" | ")}`;
  }

  async #handle(event: MachineEvent): Promise<void> {
    if (this.#isDead) return;
    if (this.#asleepUntil !== undefined) {
      if (event.type !== "tick") this.#dreamt.push(event);
      return;
    }
    const simulation = this.#simulation;
    const effects = await this.#machine.handle(event, simulation.now + this.options.clockErrorMs);
    for (const effect of effects) {
      if (effect.type === "emit") {
        if (effect.event.type === "report") simulation.passReport(this, effect.event.sealed);
        this.events.push(effect.event);
        this.#times.push(simulation.now - simulation.beginning);
        if (effect.event.type === "phase") this.#phase = effect.event.phase;
        if (effect.event.type === "epoch") this.#epoch = effect.event;
        simulation.observe(this, effect.event);
      } else if (effect.type === "published") this.published.push(effect.ticket);
      else if (effect.type === "acted") this.acted.set(effect.ticket, effect.error?.code ?? "done");
      else if (effect.type === "send") {
        this.sent.push(effect.message);
        this.#sendToServer(effect.message);
      } else if (effect.type === "reconnect") {
        simulation.at(simulation.now, async () => this.cut());
      } else {
        const connection = this.#connection;
        simulation.at(Math.max(simulation.now, this.#lastArrival.toServer) + 1, async () => {
          if (connection === this.#connection) this.disconnect();
        });
      }
    }
    this.#scheduleTick();
  }

  #sendToServer(message: ClientMessage): void {
    const simulation = this.#simulation;
    const connection = this.#connection;
    const passed = simulation.server.takes(this, message);
    if (passed === undefined) return;
    const bytes = encodeClientMessage(passed);
    simulation.note(bytes);
    this.#pass("toServer", false, async () => {
      if (connection !== this.#connection || this.#session === undefined) return;
      this.#session.receive(bytes);
      await settled();
    });
  }

  #deliver(connection: number, bytes: Uint8Array): void {
    this.#simulation.note(bytes);
    const message = readOrNothing(bytes);
    this.#pass("toMember", message?.type === "hello", async () => {
      if (connection !== this.#connection) return;
      // As a connection does with what is not of the protocol.
      if (message === undefined) return this.cut();
      this.received.push(message.type);
      await this.#handle({ type: "received", message });
    });
  }

  /** A greeting comes with its connection, or there is none. */
  #pass(direction: "toServer" | "toMember", isGreeting: boolean, arrive: () => Promise<void>): void {
    const simulation = this.#simulation;
    const { delays, overtakes } = isGreeting ? UNHARMED : simulation.network.passage(simulation.random);
    for (const delay of delays) {
      const at = overtakes ? simulation.now + simulation.latency() + delay : this.#arrival(direction, delay);
      simulation.at(simulation.network.arrival(at), arrive);
    }
  }

  #reconnectLater(): void {
    this.#simulation.at(this.#simulation.now + this.#simulation.reconnectDelay(), async () => {
      if (this.isAlive && this.#session === undefined) this.connect();
    });
  }

  /** Messages of one direction keep their order, as in a WebSocket. */
  #arrival(direction: "toServer" | "toMember", delay: number): number {
    const simulation = this.#simulation;
    const at = Math.max(simulation.now + simulation.latency() + delay, this.#lastArrival[direction]);
    this.#lastArrival[direction] = at;
    return at;
  }

  #scheduleTick(): void {
    const wakeAt = this.#machine.wakeAt;
    if (wakeAt === undefined) return;
    const at = Math.max(wakeAt - this.options.clockErrorMs, this.#simulation.now + 1);
    if (this.#tickAt !== undefined && this.#tickAt <= at && this.#tickAt > this.#simulation.now) return;
    this.#tickAt = at;
    this.#simulation.at(at, async () => {
      if (this.#tickAt !== at) return;
      this.#tickAt = undefined;
      await this.#handle({ type: "tick" });
    });
  }
}

function readOrNothing(bytes: Uint8Array): ServerMessage | undefined {
  try {
    return decodeServerMessage(bytes);
  } catch {
    return undefined;
  }
}

/** The keyserver core works in promises only: they are done when the event loop has come round. */
async function settled(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
}
