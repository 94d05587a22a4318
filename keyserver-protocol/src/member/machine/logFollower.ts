import type { Epoch, GroupId } from "@sotto/shared/ids";
import { toSequence, type KeyserverErrorCode, type LogEntry, type Sequence } from "../../messages/index.ts";
import type { MachineContext } from "./context.ts";
import { GAP_MS, RETRY_MS } from "./timing.ts";

/** Who reads a log. */
export interface LogListener {
  /** The next entry, in order and once. */
  entry(entry: LogEntry): Promise<void>;
  /** All that the log holds has been read; its epoch is this. */
  live(epoch: Epoch): Promise<void>;
  /** The log is gone, or does not hold what comes next for us. */
  lost(code: KeyserverErrorCode): Promise<void>;
}

/** Entries waiting for one before them; an honest server sends none. */
const MAX_EARLY = 256;

/** Reads one log: each entry once and in order, however it came (pushed, replayed, or with a conflict). */
export class LogFollower {
  readonly groupId: GroupId;
  readonly #context: MachineContext;
  readonly #listener: LogListener;
  readonly #early = new Map<number, LogEntry>();
  /** 0 until the first entry or `subscribed` says where the log begins. */
  #next: Sequence;
  #isLive = false;
  #isStopped = false;
  #subscribeAt: number | undefined;
  #subscription = 0;

  /** `next` is the first sequence wanted, 0 for the oldest that is kept. */
  constructor(context: MachineContext, groupId: GroupId, next: Sequence, listener: LogListener) {
    this.#context = context;
    this.groupId = groupId;
    this.#next = next;
    this.#listener = listener;
  }

  /** Last place that was read, or would have been if the log had begun later. */
  get read(): Sequence {
    return toSequence(Math.max(0, this.#next - 1));
  }

  /** Whether everything that the log holds has been read. */
  get isLive(): boolean {
    return this.#isLive;
  }

  /** Asks for the log from where we are. */
  subscribe(): void {
    this.#isLive = false;
    this.#subscribeAt = undefined;
    this.#subscription += 1;
    const subscription = this.#subscription;
    this.#context.request(
      { type: "subscribe", groupId: this.groupId, fromSequence: this.#next },
      async (reply) => {
        if (this.#isStopped || subscription !== this.#subscription) return;
        if (reply.type === "subscribed") {
          if (this.#next === 0) this.#next = reply.oldestSequence;
          // What the server has not passed on is asked for again: nobody skips a part of the log.
          if (this.#next < reply.nextSequence) {
            this.#subscribeAt = this.#context.now + GAP_MS;
            return;
          }
          this.#isLive = true;
          return this.#listener.live(reply.epoch);
        }
        this.#isLive = false;
        if (reply.type !== "error") return;
        if (reply.code === "keyserver/unknown-group" || reply.code === "keyserver/trimmed") {
          return this.#listener.lost(reply.code);
        }
        this.#subscribeAt = this.#context.now + RETRY_MS;
      },
    );
  }

  async accept(entry: LogEntry): Promise<void> {
    if (this.#next === 0) this.#next = entry.sequence;
    if (entry.sequence < this.#next) return;
    if (entry.sequence > this.#next) {
      if (this.#early.size < MAX_EARLY) this.#early.set(entry.sequence, entry);
      this.#subscribeAt ??= this.#context.now + GAP_MS;
      return;
    }
    let following: LogEntry | undefined = entry;
    while (following !== undefined && !this.#isStopped) {
      this.#next = toSequence(following.sequence + 1);
      await this.#listener.entry(following);
      following = this.#early.get(this.#next);
      this.#early.delete(this.#next);
    }
    if (this.#early.size === 0 && this.#isLive) this.#subscribeAt = undefined;
  }

  disconnected(): void {
    this.#isLive = false;
    this.#subscribeAt = undefined;
  }

  tick(): void {
    if (this.#subscribeAt !== undefined && this.#context.now >= this.#subscribeAt) this.subscribe();
  }

  wakeAt(): number | undefined {
    return this.#subscribeAt;
  }

  /** Ends reading; entries under way are dropped. */
  stop(): void {
    this.#isStopped = true;
    this.#isLive = false;
    this.#subscribeAt = undefined;
  }
}
