import { SottoError } from "@sotto/shared/codec";
import type { ParticipantId } from "@sotto/shared/ids";
import type { AppMessage, Clock, HostAction, MemberSession, OpenMemberOptions, RandomBytes } from "./api.ts";
import { encodeAppMessage } from "./appMessage.ts";
import { normaliseDisplayName } from "./credential/index.ts";
import { encodePolicy, initialPolicy } from "./rules/index.ts";
import { KeyserverConnection } from "./keyserverConnection.ts";
import { suiteForSize } from "./mls/index.ts";
import { MemberMachine, type Effect, type MachineEvent } from "./machine/index.ts";

const systemClock: Clock = {
  now: () => Date.now(),
  setTimeout: (callback, ms) => setTimeout(callback, ms),
  clearTimeout: (timer) => clearTimeout(timer as ReturnType<typeof setTimeout> | undefined),
};

const systemRandom: RandomBytes = (length) => crypto.getRandomValues(new Uint8Array(length));

/** Timers of browsers may come a little early; a machine that is asked too early asks again at once. */
const SHORTEST_WAIT_MS = 5;

/**
 * Opens a member's end of a call and starts to join it; progress comes as events. The display name is normalised.
 * Throws SottoError "credential/name" if nothing visible is left of it, "policy/invalid" for impossible settings.
 */
export function openMember(options: OpenMemberOptions): MemberSession {
  return new Session(options);
}

interface Waiting {
  readonly resolve: () => void;
  readonly reject: (error: SottoError) => void;
}

/** Runs a machine on a connection and a clock. */
class Session implements MemberSession {
  readonly #options: OpenMemberOptions;
  readonly #clock: Clock;
  readonly #machine: MemberMachine;
  readonly #connection: KeyserverConnection;
  readonly #published = new Map<number, Waiting>();
  readonly #acted = new Map<number, Waiting>();
  readonly #ended: Promise<void>;
  #resolveEnded: () => void = () => undefined;
  #timer: unknown;
  #lastTicket = 0;
  #isOver = false;

  constructor(options: OpenMemberOptions) {
    const { linkSecret, device, tabSecret, rotateMs, keyserverUrl, WebSocket } = options;
    const random = options.random ?? systemRandom;
    // Here, so that a faulty wish fails for who made it and does not end the machine.
    encodePolicy(initialPolicy(device.publicKey, options.policy));
    this.#options = options;
    this.#clock = options.clock ?? systemClock;
    this.#ended = new Promise((resolve) => (this.#resolveEnded = resolve));
    this.#machine = new MemberMachine({
      linkSecret,
      displayName: normaliseDisplayName(options.displayName),
      device,
      crossSignatures: options.crossSignatures ?? (() => []),
      tabSecret,
      rotateMs,
      suite: options.suite ?? suiteForSize(options.expectedSize),
      ...(options.policy !== undefined && { policy: options.policy }),
      ...(options.waitForCall !== undefined && { waitForCall: options.waitForCall }),
      random,
    });
    this.#connection = new KeyserverConnection({
      url: keyserverUrl,
      WebSocket,
      clock: this.#clock,
      random,
      onConnected: () => this.#tell({ type: "connected" }),
      onDisconnected: () => this.#tell({ type: "disconnected" }),
      onMessage: (message) => this.#tell({ type: "received", message }),
    });
    this.#connection.open();
  }

  publish(message: AppMessage): Promise<void> {
    return new Promise((resolve, reject) => {
      if (this.#isOver) return reject(ended());
      // Here, so that a faulty message fails for who made it and does not end the machine.
      encodeAppMessage(message);
      this.#lastTicket += 1;
      this.#published.set(this.#lastTicket, { resolve, reject });
      this.#tell({ type: "publish", message, ticket: this.#lastTicket });
    });
  }

  act(action: HostAction): Promise<void> {
    return new Promise((resolve, reject) => {
      if (this.#isOver) return reject(ended());
      this.#lastTicket += 1;
      this.#acted.set(this.#lastTicket, { resolve, reject });
      this.#tell({ type: "act", action, ticket: this.#lastTicket });
    });
  }

  leave(): Promise<void> {
    this.#tell({ type: "leave" });
    return this.#ended;
  }

  close(): void {
    this.#end();
  }

  hintGone(participantId: ParticipantId): void {
    this.#tell({ type: "hintGone", participantId });
  }

  setChannel(isOpen: boolean): void {
    this.#tell({ type: "channel", isOpen });
  }

  heard(sealed: Uint8Array): void {
    this.#tell({ type: "heard", sealed });
  }

  #tell(event: MachineEvent): void {
    if (this.#isOver) return;
    void this.#machine.handle(event, this.#clock.now()).then((effects) => this.#carryOut(effects));
  }

  #carryOut(effects: readonly Effect[]): void {
    for (const effect of effects) {
      if (this.#isOver) return;
      switch (effect.type) {
        case "send":
          this.#connection.send(effect.message);
          break;
        case "emit":
          this.#options.onEvent(effect.event);
          break;
        case "published":
          this.#published.get(effect.ticket)?.resolve();
          this.#published.delete(effect.ticket);
          break;
        case "acted": {
          const waiting = this.#acted.get(effect.ticket);
          if (effect.error === undefined) waiting?.resolve();
          else waiting?.reject(effect.error);
          this.#acted.delete(effect.ticket);
          break;
        }
        case "reconnect":
          this.#connection.reconnect();
          break;
        case "end":
          this.#end();
      }
    }
    this.#scheduleTick();
  }

  #scheduleTick(): void {
    this.#clock.clearTimeout(this.#timer);
    const { wakeAt } = this.#machine;
    if (this.#isOver || wakeAt === undefined) return;
    const wait = Math.max(SHORTEST_WAIT_MS, wakeAt - this.#clock.now());
    this.#timer = this.#clock.setTimeout(() => this.#tell({ type: "tick" }), wait);
  }

  #end(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#clock.clearTimeout(this.#timer);
    this.#connection.close();
    for (const waiting of [this.#published, this.#acted]) {
      for (const { reject } of waiting.values()) reject(ended());
      waiting.clear();
    }
    this.#resolveEnded();
    this.#machine.dispose();
  }
}

function ended(): SottoError {
  return new SottoError("member/ended", "the session has ended");
}
