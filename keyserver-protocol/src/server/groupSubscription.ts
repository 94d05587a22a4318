import type { GroupId } from "@sotto/shared/ids";
import { encodeServerMessage, KeyserverError, type Sequence, type Subscribe } from "../messages/index.ts";
import { after, logEntry, unknownGroup } from "./blindLog.ts";
import type { Desk } from "./desk.ts";
import { Feed } from "./feed.ts";
import type { Outbox } from "./outbox.ts";
import { knocksOf, type LogExtent, type LogRecord, type Unwatch, type WatchEvent } from "./storage/index.ts";

/** What is read and sent before the reader's pace is waited for: one large commit or many small messages. */
const PAGE: LogExtent = { records: 64, bytes: 256 * 1024 };

/** What a subscription needs of the connection it belongs to. */
export interface Subscriber {
  readonly outbox: Outbox;
  /** Counts replayed bytes; false if this connection has drawn too many. */
  readonly mayReplay: (bytes: number) => boolean;
  /** Called at most once, when the subscription ends by itself. */
  readonly onEnd: (error: unknown) => void;
}

/**
 * A place in a group's log that moves forward as its reader takes entries: first what is kept, then
 * `subscribed`, then what comes, and knocks in between. It never holds more than a page, however slow the reader;
 * one that falls behind what is kept is told so.
 */
export class GroupSubscription {
  readonly #desk: Desk;
  readonly #subscriber: Subscriber;
  readonly #groupId: GroupId;
  readonly #requestId: number;
  readonly #feed: Feed;
  readonly #releases: Unwatch[] = [];
  #next: Sequence;
  #last: LogRecord;
  #isLive = false;
  #isOver = false;
  #lastKnock = 0;

  /**
   * Finds the place; `start` starts to send. Throws KeyserverError "keyserver/unknown-group", and
   * "keyserver/trimmed" if the wanted sequence is not, or no longer, in this log.
   */
  static async open(desk: Desk, subscriber: Subscriber, request: Subscribe): Promise<GroupSubscription> {
    const { groupId, fromSequence } = request;
    if (!(await desk.log.keep(groupId))) throw unknownGroup();
    const oldest = await desk.log.oldest(groupId);
    const last = await desk.log.last(groupId);
    const from = fromSequence === 0 ? oldest : fromSequence;
    if (from < oldest || from > after(last.sequence)) throw trimmed();
    return new GroupSubscription(desk, subscriber, request, from, last);
  }

  private constructor(
    desk: Desk,
    subscriber: Subscriber,
    request: Subscribe,
    from: Sequence,
    last: LogRecord,
  ) {
    this.#desk = desk;
    this.#subscriber = subscriber;
    this.#groupId = request.groupId;
    this.#requestId = request.requestId;
    this.#next = from;
    this.#last = last;
    this.#feed = new Feed(
      () => this.#step(),
      (error) => this.#endWith(error),
    );
  }

  /** Sends until it is stopped or ends by itself, which its subscriber is told. */
  async start(): Promise<void> {
    const { logs, notes } = this.#desk.storage;
    try {
      this.#releases.push(this.#desk.listeners.add(this.#groupId));
      this.#releases.push(await logs.watch(this.#groupId, (event) => this.#notice(event)));
      this.#releases.push(await notes.watch(knocksOf(this.#groupId), () => this.#feed.wake()));
    } catch (error) {
      this.#endWith(error);
    }
    // It may have been stopped while the store answered.
    if (this.#isOver) this.stop();
    this.#feed.wake();
  }

  /** Sends nothing more. */
  stop(): void {
    this.#isOver = true;
    this.#feed.stop();
    for (const release of this.#releases.splice(0)) release();
  }

  #notice(event: WatchEvent): void {
    if (event === "removed") this.#endWith(unknownGroup());
    else this.#feed.wake();
  }

  #endWith(error: unknown): void {
    if (this.#isOver) return;
    this.stop();
    this.#subscriber.onEnd(error);
  }

  async #step(): Promise<void> {
    await this.#sendRecords();
    if (!this.#isLive && !this.#feed.stopped) await this.#sendSubscribed();
    await this.#sendKnocks();
  }

  async #sendRecords(): Promise<void> {
    while (!this.#feed.stopped) {
      const page = await this.#desk.storage.logs.read(this.#groupId, this.#next, PAGE);
      const [first] = page;
      if (first === undefined) return;
      if (first.sequence !== this.#next) throw trimmed();
      if (!this.#isLive && !this.#subscriber.mayReplay(blobBytes(page))) {
        throw new KeyserverError("keyserver/rate", "too much was replayed to this connection");
      }
      await Promise.all(page.map((record) => this.#sendRecord(record)));
      this.#last = page.at(-1) ?? first;
      this.#next = after(this.#last.sequence);
    }
  }

  async #sendRecord(record: LogRecord): Promise<void> {
    if (record.kind === "created" || this.#feed.stopped) return;
    const encode = () =>
      encodeServerMessage({ type: "entry", requestId: 0, groupId: this.#groupId, ...logEntry(record) });
    await this.#subscriber.outbox.send(this.#desk.encodings.of(record, encode));
  }

  async #sendSubscribed(): Promise<void> {
    const oldestSequence = await this.#desk.log.oldest(this.#groupId);
    this.#isLive = true;
    await this.#subscriber.outbox.send(
      encodeServerMessage({
        type: "subscribed",
        requestId: this.#requestId,
        epoch: this.#last.currentEpoch,
        nextSequence: this.#next,
        oldestSequence,
      }),
    );
  }

  async #sendKnocks(): Promise<void> {
    const knocks = await this.#desk.storage.notes.read(knocksOf(this.#groupId), this.#lastKnock);
    for (const knock of knocks) {
      if (this.#feed.stopped) return;
      this.#lastKnock = knock.number;
      if (knock.expiresAtMs <= this.#desk.clock.now()) continue;
      const encode = () =>
        encodeServerMessage({
          type: "entry",
          requestId: 0,
          groupId: this.#groupId,
          sequence: 0 as Sequence,
          kind: "knock",
          epoch: this.#last.currentEpoch,
          blob: knock.blob,
        });
      await this.#subscriber.outbox.send(this.#desk.encodings.of(knock, encode));
    }
  }
}

function blobBytes(page: readonly LogRecord[]): number {
  return page.reduce((sum, { blob }) => sum + blob.length, 0);
}

function trimmed(): KeyserverError {
  return new KeyserverError("keyserver/trimmed", "the wanted entries are not, or no longer, in this log");
}
