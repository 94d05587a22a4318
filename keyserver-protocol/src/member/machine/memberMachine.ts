import { SottoError } from "@sotto/shared/codec";
import { MachineContext, type MachineOptions } from "./context.ts";
import { Creating } from "./creating.ts";
import type { Effect, MachineEvent } from "./events.ts";
import { Finding } from "./finding.ts";
import { Joined } from "./joined.ts";
import { Knocking } from "./knocking.ts";
import type { NextStage, Stage } from "./stage.ts";
import { ASLEEP_MS, CLOCK_CHANGE_MS, HELLO_MS } from "./timing.ts";
import { Verifying } from "./verifying.ts";

/**
 * A participant's end of a call, without network and timers: events in, effects out, one event at a time. Given the
 * same events, times and random bytes it does the same (but for the ephemeral keys inside HPKE).
 */
export class MemberMachine {
  readonly #context: MachineContext;
  #stage: Stage | undefined;
  /** When to go on without the key server's time. */
  #helloBy: number | undefined;
  #isGreeted = false;
  #connectedAt = 0;
  #wakeAt: number | undefined;
  #queue: Promise<unknown> = Promise.resolve();

  constructor(options: MachineOptions) {
    this.#context = new MachineContext(options);
    this.#stage = new Finding(this.#context);
    this.#wakeAt = this.#nextWake();
  }

  /** When to send a "tick", ms; undefined while only other events can bring anything about. */
  get wakeAt(): number | undefined {
    return this.#wakeAt;
  }

  #nextWake(): number | undefined {
    if (this.#stage === undefined) return undefined;
    const stageAt = this.#isGreeted || !this.#context.isConnected ? this.#stage.wakeAt() : undefined;
    const next = Math.min(stageAt ?? Infinity, this.#context.answerBy ?? Infinity);
    return this.#helloBy ?? (Number.isFinite(next) ? next : undefined);
  }

  /** Whether the machine has ended. */
  get isOver(): boolean {
    return this.#stage === undefined;
  }

  /** Handles one event after those before it. Never rejects: a failure of our own ends the machine with an error. */
  handle(event: MachineEvent, nowMs: number): Promise<readonly Effect[]> {
    const handled = this.#queue.then(() => this.#handle(event, nowMs));
    this.#queue = handled;
    return handled;
  }

  /** Ends the machine without a word, and zeroizes what it holds. */
  dispose(): void {
    this.#queue = this.#queue.then(() => {
      this.#stage?.dispose();
      this.#stage = undefined;
    });
  }

  async #handle(event: MachineEvent, nowMs: number): Promise<readonly Effect[]> {
    if (this.#stage === undefined) return [];
    const context = this.#context;
    const isDue = nowMs >= (this.#wakeAt ?? Infinity);
    const hasSlept = nowMs - (this.#wakeAt ?? nowMs) >= ASLEEP_MS;
    if (!hasSlept) context.awakeAt = nowMs;
    context.now = Math.max(context.now, nowMs);
    try {
      // In a large call most of what comes is reports without news, repeated knocks and signs of life.
      if (!(await this.#dispatch(event, this.#stage)) && !isDue) return context.takeEffects();
      await this.#follow();
      await this.#tick();
      await this.#follow();
      this.#checkConnection(hasSlept);
    } catch (cause) {
      context.finish(new SottoError("member/internal", "the member failed", { cause }));
      await this.#follow();
    }
    this.#wakeAt = this.#nextWake();
    return context.takeEffects();
  }

  /** Between connecting and the key server's greeting nothing can be asked, so nothing is due. */
  async #tick(): Promise<void> {
    if (this.#isGreeted || !this.#context.isConnected) await this.#stage?.tick();
  }

  /**
   * The other end has most likely given up on who slept, and what it says may have waited here for long, its greeting
   * with the time too. Nor is a connection of use on which a request gets no answer.
   */
  #checkConnection(hasSlept: boolean): void {
    const { isConnected, now, answerBy } = this.#context;
    if (isConnected && (hasSlept || now >= (answerBy ?? Infinity))) this.#context.reconnect();
  }

  /** Says whether something may be due now. */
  async #dispatch(event: MachineEvent, stage: Stage): Promise<boolean> {
    if (event.type === "heard") return (await stage.heard?.(event.sealed)) ?? false;
    const pushed = event.type === "received" && isPush(event.message) ? event.message : undefined;
    if (pushed !== undefined && stage.repeated?.(pushed) === true) return false;
    this.#context.beginEvent();
    await this.#take(event, stage);
    return !this.#context.isQuiet;
  }

  async #take(event: Exclude<MachineEvent, { type: "heard" }>, stage: Stage): Promise<void> {
    const context = this.#context;
    switch (event.type) {
      case "connected":
        context.isConnected = true;
        this.#connectedAt = context.now;
        this.#helloBy = context.now + HELLO_MS;
        return;
      case "disconnected":
        context.isConnected = false;
        context.forgetRequests();
        this.#helloBy = undefined;
        this.#isGreeted = false;
        return stage.disconnected();
      case "received":
        return this.#received(event.message, stage);
      case "tick":
        if (this.#helloBy !== undefined && context.now >= this.#helloBy) await this.#greeted(stage);
        return;
      case "publish":
        return context.outgoing.add(event.message, event.ticket);
      case "act":
        return context.intents.add(event.action, event.ticket);
      case "leave":
        return stage.leave();
      case "channel":
        context.hasChannel = event.isOpen;
        if (event.isOpen) stage.channelOpened?.();
        return;
      case "hintGone":
        return stage.hintGone(event.participantId);
    }
  }

  async #received(message: Received, stage: Stage): Promise<void> {
    if (message.type === "hello") {
      const before = this.#context.serverNow;
      // It is said first of all; a greeting that took long is no reason to take the server's clock for slow.
      this.#context.setServerTime(message.timeMs, this.#connectedAt);
      if (!this.#isGreeted) await this.#greeted(stage);
      // What was begun without it was begun in the mailboxes of another time.
      else if (Math.abs(this.#context.serverNow - before) > CLOCK_CHANGE_MS) this.#context.reconnect();
    } else if (isPush(message)) {
      await stage.pushed(message);
    } else {
      await this.#context.reply(message);
    }
  }

  async #greeted(stage: Stage): Promise<void> {
    this.#isGreeted = true;
    this.#helloBy = undefined;
    await stage.connected();
  }

  /** Moves on to the stages that were asked for meanwhile. */
  async #follow(): Promise<void> {
    for (let next = this.#context.takeNextStage(); next !== undefined; next = this.#context.takeNextStage()) {
      this.#stage?.dispose();
      this.#context.forgetRequests();
      this.#stage = this.#begin(next);
      if (this.#context.isConnected && this.#isGreeted) await this.#stage?.connected();
    }
  }

  #begin(next: NextStage): Stage | undefined {
    switch (next.kind) {
      case "finding":
        return new Finding(this.#context);
      case "creating":
        return new Creating(this.#context, next.access);
      case "knocking":
        return new Knocking(this.#context, next.access);
      case "verifying":
        return new Verifying(this.#context, next.call, next.own, next.envelope);
      case "joined":
        return new Joined(this.#context, next);
      case "ended":
        return undefined;
    }
  }
}

type Received = Extract<MachineEvent, { type: "received" }>["message"];

function isPush(message: Received): message is Extract<Received, { type: "entry" | "mail" }> {
  return message.type === "entry" || message.type === "mail";
}
