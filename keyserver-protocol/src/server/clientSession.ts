import { CodecError, SottoError } from "@sotto/shared/codec";
import type { GroupId, MailboxId } from "@sotto/shared/ids";
import {
  decodeClientMessage,
  encodeServerMessage,
  KeyserverError,
  requestIdOf,
  type ClientMessage,
  type Conflict,
  type Knock,
  type KeyserverErrorCode,
  type Post,
  type ServerReply,
  type Subscribe,
  type Watch,
} from "../messages/index.ts";
import { storeIsFull, unknownGroup } from "./blindLog.ts";
import type { Desk } from "./desk.ts";
import { GroupSubscription } from "./groupSubscription.ts";
import { MailWatch } from "./mailWatch.ts";
import type { Outbox } from "./outbox.ts";
import { idKey, knocksOf, mailOf } from "./storage/index.ts";
import { TokenBucket, type Rate } from "./tokenBucket.ts";

/** Requests of one connection that may wait for one another before no more are taken from it. */
const MAX_WAITING = 8;

/** Why a message is not even considered. */
const refusalTexts = {
  "keyserver/malformed": "not a request of this protocol",
  "keyserver/too-large": "longer than allowed",
  "keyserver/rate": "too many or too large requests",
} as const satisfies Partial<Record<KeyserverErrorCode, string>>;

type OutcomeOf<Reply> = Reply extends ServerReply ? Omit<Reply, "requestId"> : never;
type Outcome = OutcomeOf<ServerReply>;

/**
 * What one connection asked for and follows. Its requests are answered one after another; each waits until the
 * answer to the one before has left, so that a client that does not read is not read from either.
 */
export class ClientSession {
  readonly #desk: Desk;
  readonly #outbox: Outbox;
  readonly #requests: TokenBucket;
  readonly #receivedBytes: TokenBucket;
  readonly #replayedBytes: TokenBucket;
  readonly #creations: TokenBucket;
  readonly #knocks: TokenBucket;
  readonly #refusals: TokenBucket;
  readonly #subscriptions = new Map<string, GroupSubscription>();
  readonly #watches = new Map<string, MailWatch>();
  #answered: Promise<void> = Promise.resolve();
  #waiting = 0;
  #ended = false;

  constructor(desk: Desk, outbox: Outbox) {
    const full = (rate: Rate) => new TokenBucket(rate, desk.clock.now());
    this.#desk = desk;
    this.#outbox = outbox;
    this.#requests = full(desk.limits.requests);
    this.#receivedBytes = full(desk.limits.receivedBytes);
    this.#replayedBytes = full(desk.limits.replayedBytes);
    this.#creations = full(desk.limits.creations);
    this.#knocks = full(desk.limits.knocks);
    this.#refusals = full(desk.limits.refusals);
  }

  /** Tells the time, before anything else is said. */
  greet(): void {
    const timeMs = Math.floor(this.#desk.clock.now());
    void this.#outbox.send(encodeServerMessage({ type: "hello", requestId: 0, timeMs }));
  }

  /** Takes a binary message of any content. Never throws. */
  receive(bytes: Uint8Array): void {
    if (this.#ended) return;
    const nowMs = this.#desk.clock.now();
    if (!this.#requests.take(1, nowMs) || !this.#receivedBytes.take(bytes.length, nowMs)) {
      return this.#refuse(requestIdOf(bytes), "keyserver/rate");
    }
    let request: ClientMessage;
    try {
      request = decodeClientMessage(bytes);
    } catch (error) {
      const tooLarge = error instanceof CodecError && error.code === "codec/too-large";
      return this.#refuse(requestIdOf(bytes), tooLarge ? "keyserver/too-large" : "keyserver/malformed");
    }
    if (!this.#mayMake(request, nowMs)) return this.#refuse(request.requestId, "keyserver/rate");
    this.#waiting += 1;
    if (this.#waiting === MAX_WAITING) this.#outbox.hold(true);
    this.#answered = this.#answered.then(() => this.#answer(request));
  }

  /** Takes notice of a message that was text; the connection is over. */
  receiveText(): void {
    if (this.#ended) return;
    void this.#sendError(0, "keyserver/malformed", "messages are binary");
    this.#outbox.close(1003, "messages are binary");
    this.end();
  }

  /** Forgets everything that the connection follows; nothing is sent from now on. */
  end(): void {
    this.#ended = true;
    for (const subscription of this.#subscriptions.values()) subscription.stop();
    for (const watch of this.#watches.values()) watch.stop();
    this.#subscriptions.clear();
    this.#watches.clear();
  }

  async #answer(request: ClientMessage): Promise<void> {
    if (!this.#ended) {
      try {
        const begun = performance.now();
        const outcome = await this.#handle(request);
        this.#desk.meter.answered(request.type, (performance.now() - begun) / 1_000);
        if (outcome !== undefined) await this.#send({ ...outcome, requestId: request.requestId });
      } catch (error) {
        await this.#sendFailure(request.requestId, error);
      }
    }
    this.#waiting -= 1;
    if (this.#waiting === MAX_WAITING - 1) this.#outbox.hold(false);
  }

  /** Undefined if the answer comes later. */
  async #handle(request: ClientMessage): Promise<Outcome | undefined> {
    const { log, announcements } = this.#desk;
    switch (request.type) {
      case "createGroup":
        return log.createGroup(request);
      case "append": {
        const outcome = await log.append(request);
        if (outcome.type === "conflict") this.#chargeReplay(outcome);
        return outcome;
      }
      case "publish":
        return log.publish(request);
      case "subscribe":
        await this.#subscribe(request);
        return undefined;
      case "unsubscribe":
        this.#unsubscribe(request.groupId);
        return { type: "ok" };
      case "knock":
        return this.#knock(request);
      case "mailboxCreate":
        return announcements.create(request);
      case "mailboxRead":
        return announcements.read(request.mailboxId);
      case "mailboxRefresh":
        await announcements.refresh(request);
        return { type: "ok" };
      case "mailboxRemove":
        await announcements.remove(request);
        return { type: "ok" };
      case "post":
        return this.#post(request);
      case "watch":
        return this.#watch(request);
      case "ping":
        return { type: "ok" };
    }
  }

  async #subscribe(request: Subscribe): Promise<void> {
    this.#unsubscribe(request.groupId);
    if (this.#subscriptions.size >= this.#desk.limits.subscriptionsPerConnection) {
      throw new KeyserverError("keyserver/limit", "too many subscriptions on one connection");
    }
    const key = idKey(request.groupId);
    const subscription = await GroupSubscription.open(
      this.#desk,
      {
        outbox: this.#outbox,
        mayReplay: (bytes) => this.#replayedBytes.takeOnCredit(bytes, this.#desk.clock.now()),
        onEnd: (error) => {
          if (this.#subscriptions.get(key) === subscription) this.#subscriptions.delete(key);
          void this.#sendFailure(request.requestId, error);
        },
      },
      request,
    );
    if (this.#ended) return;
    this.#subscriptions.set(key, subscription);
    await subscription.start();
  }

  #unsubscribe(groupId: GroupId): void {
    const key = idKey(groupId);
    this.#subscriptions.get(key)?.stop();
    this.#subscriptions.delete(key);
  }

  async #knock({ groupId, blob }: Knock): Promise<Outcome> {
    const { storage, limits, clock, listeners } = this.#desk;
    if ((await storage.logs.head(groupId)) === undefined) throw unknownGroup();
    const expiresAtMs = clock.now() + limits.knockMs;
    const outcome = await storage.notes.leave(knocksOf(groupId), blob, expiresAtMs, limits.knocksPerGroup);
    if (outcome === "full") throw storeIsFull();
    return { type: "knocked", listeners: listeners.countOf(groupId) };
  }

  async #post({ mailboxId, blob }: Post): Promise<Outcome> {
    const { storage, limits, clock } = this.#desk;
    const expiresAtMs = clock.now() + limits.mailMs;
    const outcome = await storage.notes.leave(mailOf(mailboxId), blob, expiresAtMs, limits.mailsPerMailbox);
    if (outcome === "full") throw storeIsFull();
    return { type: "ok" };
  }

  async #watch({ mailboxId, requestId }: Watch): Promise<Outcome> {
    this.#unwatch(mailboxId);
    if (this.#watches.size >= this.#desk.limits.watchesPerConnection) {
      throw new KeyserverError("keyserver/limit", "too many watches on one connection");
    }
    const watch = new MailWatch(this.#desk, this.#outbox, mailboxId, (error) => {
      if (this.#watches.get(idKey(mailboxId)) === watch) this.#watches.delete(idKey(mailboxId));
      void this.#sendFailure(requestId, error);
    });
    this.#watches.set(idKey(mailboxId), watch);
    await watch.start();
    return { type: "ok" };
  }

  #unwatch(mailboxId: MailboxId): void {
    this.#watches.get(idKey(mailboxId))?.stop();
    this.#watches.delete(idKey(mailboxId));
  }

  #chargeReplay({ entries }: Pick<Conflict, "entries">): void {
    const bytes = entries.reduce((sum, { blob }) => sum + blob.length, 0);
    if (!this.#replayedBytes.takeOnCredit(bytes, this.#desk.clock.now())) {
      throw new KeyserverError("keyserver/rate", "too much was replayed to this connection");
    }
  }

  /** Requests that cost others more than one reply have a rate of their own. */
  #mayMake(request: ClientMessage, nowMs: number): boolean {
    if (request.type === "knock") return this.#knocks.take(1, nowMs);
    const creates = request.type === "createGroup" || request.type === "mailboxCreate";
    return !creates || this.#creations.take(1, nowMs);
  }

  #refuse(requestId: number, code: keyof typeof refusalTexts): void {
    void this.#sendError(requestId, code, refusalTexts[code]);
    if (this.#refusals.take(1, this.#desk.clock.now())) return;
    this.#outbox.close(1008, "too many refused messages");
    this.end();
  }

  async #sendFailure(requestId: number, error: unknown): Promise<void> {
    if (error instanceof KeyserverError) return this.#sendError(requestId, error.code, error.message);
    this.#desk.reportFailure(error instanceof SottoError ? error.code : error);
    return this.#sendError(requestId, "keyserver/internal", "the keyserver failed");
  }

  async #sendError(requestId: number, code: KeyserverErrorCode, message: string): Promise<void> {
    this.#desk.meter.refused(code);
    return this.#send({ type: "error", requestId, code, message });
  }

  async #send(reply: ServerReply): Promise<void> {
    if (!this.#ended) await this.#outbox.send(encodeServerMessage(reply));
  }
}
