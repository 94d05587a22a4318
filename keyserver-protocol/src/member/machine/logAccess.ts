import { bytesEqualConstantTime, SottoError } from "@sotto/shared/codec";
import type { Epoch, GroupId, LeafIndex } from "@sotto/shared/ids";
import { toSequence, type Entry, type KeyserverErrorCode, type LogEntry } from "../../messages/index.ts";
import { retire, type CommitView } from "../mls/index.ts";
import { NO_EVIDENCE } from "../rules/index.ts";
import type { MachineContext } from "./context.ts";
import { Doorbell } from "./doorbell.ts";
import { inLaterLog, type EpochState } from "./epoch.ts";
import type { Call } from "./identity.ts";
import { LogFollower } from "./logFollower.ts";
import { keepCommit, Restoration, type KeptCommit } from "./restoration.ts";
import { LONELY_AFTER_MOVE_MS, MAX_GENERATION, RETRY_MS } from "./timing.ts";
import { Writer } from "./writer.ts";

/** A refused capability is looked into this often per epoch before the log counts as usurped. */
const CAPABILITY_REFUSALS = 2;

/** Whose log it is: what the call's epoch is, and what its entries lead to. */
export interface LogHolder {
  epoch: EpochState;
  /** The next entry, in order and once. */
  entry(entry: LogEntry): Promise<void>;
  /** All that the log holds has been read. */
  live(): void;
  /** What the log said as evidence does not count any more. */
  forgotten(): void;
  /** The log goes on without us: we have to be let in again. */
  rejoin(reason: string): void;
}

/** A member's way to the call's log: reads and writes it, makes it again when it is lost, leaves it when it is spoilt. */
export class LogAccess {
  readonly writer: Writer;
  readonly #context: MachineContext;
  readonly #holder: LogHolder;
  readonly #doorbell: Doorbell;
  #follower: LogFollower;
  #restoration: Restoration | undefined;
  #kept: KeptCommit | undefined;
  #movedAt: number | undefined;
  #lostAt: number | undefined;
  #capabilityRefusals = 0;

  /** `next` is the first entry that is still to be read. */
  constructor(context: MachineContext, call: Call, next: number, holder: LogHolder) {
    this.#context = context;
    this.#holder = holder;
    this.#doorbell = new Doorbell(context, call.keys.groupId);
    this.#follower = this.#follow(next);
    this.writer = new Writer(context, call, {
      conflict: (entries, complete, logEpoch) => this.#conflict(entries, complete, logEpoch),
      capabilityRefused: (epoch, groupId) => this.#capabilityRefused(epoch, groupId),
      lost: () => this.#restore(),
    });
  }

  /** Whether all that the log holds has been read, and it can be written to. */
  get isLive(): boolean {
    return this.#follower.isLive;
  }

  get groupId(): LogFollower["groupId"] {
    return this.#follower.groupId;
  }

  /** When the log was last lost, or given up for another, ms. */
  get lostAt(): number | undefined {
    return this.#lostAt;
  }

  /** When we count as alone in a log that we have moved to, ms. */
  get lonelyAt(): number | undefined {
    return this.#movedAt === undefined ? undefined : this.#movedAt + LONELY_AFTER_MOVE_MS;
  }

  connected(): void {
    if (this.#holder.epoch.log.generation > 0) this.#doorbell.listen();
    this.#follower.subscribe();
  }

  disconnected(): void {
    this.#follower.disconnected();
    this.#restoration = undefined;
  }

  isKnock(entry: Entry): boolean {
    return this.#doorbell.isKnock(entry);
  }

  accept(entry: LogEntry): Promise<void> {
    return this.#follower.accept(entry);
  }

  tick(): void {
    this.#follower.tick();
    this.#restoration?.tick();
  }

  /** When `tick` has something to do, ms. */
  wakeTimes(): (number | undefined)[] {
    return [this.#follower.wakeAt(), this.#restoration?.wakeAt()];
  }

  /** Somebody else writes to this log too. */
  heardOthers(): void {
    this.#movedAt = undefined;
  }

  /** A commit, sealed in `blob`, ended `old`. */
  beginEpoch(old: EpochState, epoch: EpochState, view: CommitView, blob: Uint8Array): void {
    this.#kept = keepCommit(old, epoch, view, blob);
    this.#capabilityRefusals = 0;
    this.writer.reset();
    if (view.sender !== epoch.self) this.#movedAt = undefined;
  }

  stop(): void {
    this.#follower.stop();
  }

  /** Goes on in a new log, whose id only the members of this epoch can know. */
  async move(offender: LeafIndex | undefined): Promise<void> {
    const old = this.#holder.epoch;
    const { generation, groupId } = old.log;
    if (generation === MAX_GENERATION) {
      return this.#context.finish(
        new SottoError("call/log-unusable", "somebody keeps spoiling the call's log"),
      );
    }
    this.#follower.stop();
    if (generation > 0) this.#context.request({ type: "unsubscribe", groupId }, () => undefined);
    for (const { prepared } of old.ownCommits.values()) retire(prepared.next, old.group);
    this.#holder.epoch = await inLaterLog(old, offender);
    this.#doorbell.listen();
    this.#kept = undefined;
    this.#capabilityRefusals = 0;
    this.#movedAt = this.#context.now;
    this.writer.reset();
    this.#holder.forgotten();
    this.#context.outgoing.add({ type: "alive" });
    this.#restore();
  }

  #follow(next: number): LogFollower {
    const { groupId } = this.#holder.epoch.log;
    return new LogFollower(this.#context, groupId, toSequence(next), {
      entry: (entry) => this.#holder.entry(entry),
      live: (logEpoch) => this.#live(logEpoch),
      lost: (code) => this.#lost(code),
    });
  }

  async #live(logEpoch: Epoch): Promise<void> {
    const { number } = this.#holder.epoch;
    if (logEpoch > number) return this.#holder.rejoin("the log went on without us");
    if (logEpoch < number) return this.#restorer().climb(logEpoch);
    this.#holder.live();
    this.writer.reset();
    this.#context.outgoing.sendAgain();
  }

  #lost(code: KeyserverErrorCode): Promise<void> {
    if (code === "keyserver/trimmed") this.#readAnew();
    else this.#restore();
    return Promise.resolve();
  }

  async #conflict(entries: readonly LogEntry[], complete: boolean, logEpoch: Epoch): Promise<void> {
    if (logEpoch < this.#holder.epoch.number) return this.#restorer().climb(logEpoch);
    const { groupId } = this.#follower;
    for (const entry of entries) {
      if (this.#follower.groupId === groupId) await this.#follower.accept(entry);
    }
    if (!complete) this.#follower.subscribe();
  }

  /** Reads the log from its beginning: it is another than we knew. What the old one said is no evidence any more. */
  #readAnew(): void {
    this.#follower.stop();
    const { epoch } = this.#holder;
    epoch.evidence = { ...NO_EVIDENCE, offenders: epoch.evidence.offenders };
    this.#holder.forgotten();
    this.#follower = this.#follow(0);
    this.#follower.subscribe();
  }

  #restore(): void {
    this.#follower.stop();
    this.#follower = this.#follow(0);
    this.#restorer().begin();
  }

  #restorer(): Restoration {
    this.#lostAt = this.#context.now;
    this.#restoration = new Restoration(this.#context, this.#holder.epoch, this.#kept, {
      restored: () => this.#readAnew(),
      behind: () => this.#holder.rejoin("the log went another way"),
      usurped: () => this.#usurped(),
    });
    return this.#restoration;
  }

  /** Nobody in the call can write to the log any more. Who has seen to that cannot be told. */
  #usurped(): Promise<void> {
    this.#context.emit({ type: "refused", reason: "the log takes nothing from members" });
    return this.move(undefined);
  }

  async #capabilityRefused(epoch: Epoch, groupId: GroupId): Promise<void> {
    // An answer that we have overtaken says nothing about the log as it is now.
    const { number, log } = this.#holder.epoch;
    if (epoch !== number || !bytesEqualConstantTime(groupId, log.groupId)) return;
    this.#capabilityRefusals += 1;
    if (this.#capabilityRefusals > CAPABILITY_REFUSALS) return this.#usurped();
    this.writer.pause(RETRY_MS / 4);
    this.#follower.subscribe();
  }
}
