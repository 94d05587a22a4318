import { bytesEqualConstantTime, SottoError } from "@sotto/shared/codec";
import { capabilityHash, type Epoch, type GroupId, type LeafIndex } from "@sotto/shared/ids";
import {
  toSequence,
  type CommitEntry,
  type CommitMark,
  type Conflict,
  type Entry,
  type KeyserverErrorCode,
  type LogEntry,
  type Sequence,
} from "../../messages/index.ts";
import { retire, type CommitView } from "../mls/index.ts";
import { offendersOf, withGaps, withOffender } from "../rules/index.ts";
import type { MachineContext } from "./context.ts";
import { Doorbell } from "./doorbell.ts";
import { inLaterLog, refusedEvent, type EpochState } from "./epoch.ts";
import type { Call } from "./identity.ts";
import { LogFollower } from "./logFollower.ts";
import { LogRepair } from "./logRepair.ts";
import { authorOf, isRightChange, keysOf, placeIn, writersBefore } from "./marks.ts";
import { appendKept, keepCommit, Restoration, type KeptCommit } from "./restoration.ts";
import { LONELY_AFTER_MOVE_MS, MAX_GENERATION, RETRY_MS } from "./timing.ts";
import { Writer } from "./writer.ts";

/** A refused capability is looked into this often per epoch before the log counts as usurped. */
const CAPABILITY_REFUSALS = 2;

/** Where a member begins to read. */
export interface LogBeginning {
  /** The first entry that is still to be read. */
  readonly next: Sequence;
  /** What the commit that let us in told the log. */
  readonly letInBy: CommitMark | undefined;
}

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
  readonly #repair = new LogRepair();
  #follower: LogFollower;
  #restoration: Restoration | undefined;
  #kept: KeptCommit | undefined;
  /** What we were let in by, while that is what began our epoch. */
  readonly #letInBy: CommitMark | undefined;
  #movedAt: number | undefined;
  #lostAt: number | undefined;
  #capabilityRefusals = 0;

  constructor(context: MachineContext, call: Call, begin: LogBeginning, holder: LogHolder) {
    this.#context = context;
    this.#letInBy = begin.letInBy;
    this.#holder = holder;
    this.#doorbell = new Doorbell(context, call.keys.groupId);
    this.#follower = this.#follow(begin.next);
    this.writer = new Writer(context, call, {
      read: () => this.#follower.read,
      conflict: (missed) => this.#conflict(missed),
      capabilityRefused: (epoch, groupId) => this.#capabilityRefused(epoch, groupId),
      lost: () => this.#restore(),
    });
  }

  /** Whether all that the log holds has been read, and it can be written to. */
  get isLive(): boolean {
    return this.#follower.isLive;
  }

  /** Whether the log's last commit is one that all refuse. */
  get isSpoilt(): boolean {
    return this.#repair.isSpoilt;
  }

  /** Whether the log can take a commit. */
  get takesCommits(): boolean {
    return this.#repair.takesCommits;
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

  async tick(): Promise<void> {
    this.#follower.tick();
    this.#restoration?.tick();
    if (!this.isLive) return;
    const { now } = this.#context;
    const { patienceEnds, tellAt, offender } = this.#repair;
    if (patienceEnds !== undefined && now >= patienceEnds) await this.move(offender);
    else if (tellAt !== undefined && now >= tellAt) await this.#tellAgain();
  }

  /** When `tick` has something to do, ms. */
  wakeTimes(): (number | undefined)[] {
    const { patienceEnds, tellAt } = this.#repair;
    return [this.#follower.wakeAt(), this.#restoration?.wakeAt(), patienceEnds, tellAt];
  }

  /** Somebody else writes to this log too. */
  heardOthers(): void {
    this.#movedAt = undefined;
  }

  /** A commit, at its place in the log, ended `old`. */
  beginEpoch(old: EpochState, epoch: EpochState, view: CommitView, entry: CommitEntry): void {
    this.#kept = keepCommit(old, view, entry.blob);
    this.#repair.mended();
    this.#capabilityRefusals = 0;
    this.writer.instead = this.#repair.instead;
    this.writer.reset();
    if (view.sender !== epoch.self) this.#movedAt = undefined;
  }

  stop(): void {
    this.#follower.stop();
  }

  /**
   * The log has taken a commit of this author that all refuse. It goes on from before that commit, with one that removes
   * them.
   */
  spoilt(entry: CommitEntry, author: LeafIndex | undefined): void {
    if (author !== undefined) this.offended(author);
    this.#repair.spoil(this.#holder.epoch, entry, author, this.#context.now);
    this.writer.instead = this.#repair.instead;
    this.writer.reset();
  }

  /**
   * Whether an entry is written on after a commit that all refuse: that can only its author, and who is in league with
   * them. So it says who is.
   */
  async isAfterSpoilt(entry: LogEntry): Promise<boolean> {
    const { epoch } = this.#holder;
    const own = placeIn(epoch);
    const capabilityHash = this.#repair.falseLine(entry.epoch);
    // Somebody may have named our own capability: then those who have not read so far write there as they should.
    if (capabilityHash === undefined || bytesEqualConstantTime(capabilityHash, own.capabilityHash))
      return false;
    const author = await authorOf(epoch.roster, { ...own, capabilityHash }, entry);
    if (author === undefined) return false;
    if (entry.kind === "commit") this.#repair.wentOn(entry);
    if (epoch.evidence.offenders.has(author)) return true;
    this.#context.emit(refusedEvent(epoch, author, "what follows a commit that is refused"));
    this.offended(author);
    return true;
  }

  /** A member may be removed for what it wrote. */
  offended(author: LeafIndex): void {
    const { epoch } = this.#holder;
    epoch.evidence = withOffender(epoch.evidence, author);
    this.#holder.forgotten();
  }

  /** Whether a commit in the place of the one that began our epoch leaves the log where we are. */
  isMendedBy(entry: CommitEntry): boolean {
    const { epoch } = this.#holder;
    const isHere = bytesEqualConstantTime(entry.mark.nextCapabilityHash, capabilityHash(epoch.capability));
    if (!isHere || !this.#isRightAgain(entry)) return false;
    this.#repair.mended();
    this.writer.instead = this.#repair.instead;
    this.writer.reset();
    // The log's footing is here again once somebody else than its author writes.
    this.#context.outgoing.add({ type: "alive" });
    return true;
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
    this.#repair.mended();
    this.writer.instead = this.#repair.instead;
    this.#capabilityRefusals = 0;
    this.#movedAt = this.#context.now;
    this.writer.reset();
    this.#holder.forgotten();
    this.#context.outgoing.add({ type: "alive" });
    this.#restore();
  }

  /** Whether what a commit says of who may write is what the one that began our epoch should say. */
  #isRightAgain({ mark }: CommitEntry): boolean {
    const { roster, evidence } = this.#holder.epoch;
    const before = this.#kept?.before ?? (this.#letInBy && writersBefore(roster, this.#letInBy));
    if (before === undefined) return true;
    return isRightChange(mark, before, roster, keysOf(roster, evidence.offenders));
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
    if (logEpoch > number && !this.isSpoilt) return this.#holder.rejoin("the log went on without us");
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

  async #conflict({ entries, complete, epoch: logEpoch, footing }: Conflict): Promise<void> {
    if (logEpoch < this.#holder.epoch.number) return this.#restorer().climb(logEpoch);
    const { groupId } = this.#follower;
    for (const entry of entries) {
      if (this.#follower.groupId === groupId) await this.#follower.accept(entry);
    }
    if (!complete) this.#follower.subscribe();
    this.#repair.heard(footing);
    this.writer.instead = this.#repair.instead;
  }

  /** Reads the log from its beginning: it is another than we knew. What the old one said is no evidence any more. */
  #readAnew(): void {
    this.#follower.stop();
    const { epoch } = this.#holder;
    epoch.evidence = withGaps(offendersOf(epoch.evidence));
    this.#repair.mended();
    this.writer.instead = this.#repair.instead;
    this.#holder.forgotten();
    this.#follower = this.#follow(0);
    this.#follower.subscribe();
  }

  #restore(): void {
    this.#follower.stop();
    this.#follower = this.#follow(0);
    this.#restorer().begin();
  }

  /** Tells the log the commit that began our epoch, in the place of another. */
  async #tellAgain(): Promise<void> {
    const { epoch } = this.#holder;
    const instead = this.#repair.tellInstead;
    this.#repair.told(this.#context.now);
    if (this.#kept?.epoch !== epoch.number - 1) return;
    const request = await appendKept(epoch, this.#kept, instead);
    this.#context.request(request, async (reply) => {
      if (reply.type === "conflict") await this.#conflict(reply);
    });
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
    if (this.isSpoilt || epoch !== number || !bytesEqualConstantTime(groupId, log.groupId)) return;
    this.#capabilityRefusals += 1;
    if (this.#capabilityRefusals > CAPABILITY_REFUSALS) return this.#usurped();
    this.writer.pause(RETRY_MS / 4);
    this.#follower.subscribe();
  }
}
