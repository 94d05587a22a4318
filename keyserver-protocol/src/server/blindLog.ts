import { bytesEqualConstantTime } from "@sotto/shared/codec";
import { capabilityHash, type Capability, type Epoch, type GroupId } from "@sotto/shared/ids";
import {
  applicationContent,
  changedWriters,
  commitContent,
  isWriterIn,
  KeyserverError,
  MAX_CONFLICT_BYTES,
  MAX_CONFLICT_ENTRIES,
  MAX_EPOCH,
  MAX_WRITERS,
  toSequence,
  type Append,
  type Appended,
  type Conflict,
  type CreateGroup,
  type GroupState,
  type LogEntry,
  type MarkPlace,
  type Publish,
  type Published,
  type Sequence,
  type WriterKey,
} from "../messages/index.ts";
import type { Clock } from "./clock.ts";
import type { Limits } from "./limits.ts";
import { isSignedBy } from "./signature.ts";
import { SerialQueue } from "./serialQueue.ts";
import { afterCommit, afterMessage, begun, mayGoBack } from "./footing.ts";
import { idKey, type GroupLogs, type LogHead, type LogRecord, type LogStanding } from "./storage/index.ts";

/** A reply before it is known whose request it answers. */
export type Outcome<Reply> = Omit<Reply, "requestId">;

/**
 * Other server processes may win this many times in a row before a request fails. Each round is lost only to a
 * write that succeeded, so that reaching this takes as many writers.
 */
const MAX_ROUNDS = 64;

/** What one step of the search for missed entries reads at most. */
const CONFLICT_PAGE = { records: MAX_CONFLICT_ENTRIES, bytes: MAX_CONFLICT_BYTES };

/** What the search for a writer's last entry reads at most: as much as is kept. */
const RECENT = { records: 512, bytes: Number.MAX_SAFE_INTEGER };

const EMPTY = new Uint8Array(0);

/**
 * The ordered log of every group. It never looks into a blob. A write succeeds only if it is made on the last
 * record that the store has: so epochs move one by one, and what a capability may write is decided in one order
 * for all server processes that share the store.
 */
export class BlindLog {
  readonly #logs: GroupLogs;
  readonly #limits: Pick<Limits, "groupIdleMs" | "retention">;
  readonly #clock: Pick<Clock, "now">;
  /** Spares the writers of one process from losing to one another; correctness does not rest on it. */
  readonly #writers = new SerialQueue();

  constructor(logs: GroupLogs, limits: Pick<Limits, "groupIdleMs" | "retention">, clock: Pick<Clock, "now">) {
    this.#logs = logs;
    this.#limits = limits;
    this.#clock = clock;
  }

  /** Begins a log unless there is one. Throws KeyserverError "keyserver/limit" if the store is full. */
  async createGroup(request: Omit<CreateGroup, "type" | "requestId">): Promise<Outcome<GroupState>> {
    const { groupId, epoch } = request;
    for (let round = 0; round < MAX_ROUNDS; round += 1) {
      const nowMs = this.#clock.now();
      // The time makes places of a log that was lost differ from those of the one that replaces it.
      const { capabilityHash, writers } = request;
      const sequence = toSequence(Math.floor(nowMs));
      const record: LogRecord = {
        sequence,
        kind: "created",
        epoch,
        blob: EMPTY,
        ...begun({ currentEpoch: epoch, capabilityHash, writers }),
      };
      const outcome = await this.#logs.create(groupId, record, nowMs + this.#limits.groupIdleMs);
      if (outcome === "full") throw storeIsFull();
      if (outcome === "stored") return groupState(record, true);
      const head = await this.#logs.head(groupId);
      if (head !== undefined && (await this.keep(groupId))) return groupState(head.record, false);
    }
    throw tooManyWriters();
  }

  /**
   * Adds a commit if it was made in the current epoch, or takes the place of one that nobody but its author has written
   * after; tells what came instead if not.
   * Throws KeyserverError "keyserver/unknown-group", "keyserver/bad-capability", "keyserver/bad-writer",
   * "keyserver/limit", and "keyserver/stale-epoch" if what the caller missed is no longer kept.
   */
  async append(request: Omit<Append, "type" | "requestId">): Promise<Outcome<Appended> | Outcome<Conflict>> {
    const { groupId, epoch, blob, mark } = request;
    const isSigned = isSignedBy(mark.writer, mark.signature, commitContent(placeOf(request), mark, blob));
    const written = await this.#write(groupId, ({ record: last }) => {
      const base = baseOf(last, request);
      if (base === undefined) return undefined;
      requireCapability(base, request.capability);
      requireWriter(base, mark.writer, isSigned);
      if (base === last.footing && !mayGoBack(last.footing, mark.writer))
        throw badWriter("each writer takes the place of another's commit once");
      if (epoch >= MAX_EPOCH) throw new KeyserverError("keyserver/limit", "there is no further epoch");
      const writers = changedWriters(base.writers, mark.added, mark.removed);
      if (writers.length > MAX_WRITERS) throw new KeyserverError("keyserver/limit", "too many writers");
      const sequence = after(last.sequence);
      return {
        sequence,
        kind: "commit",
        epoch,
        blob,
        mark,
        currentEpoch: (epoch + 1) as Epoch,
        capabilityHash: mark.nextCapabilityHash,
        writers,
        footing: afterCommit(last, mark, sequence, this.#clock.now()),
      };
    });
    if (written === undefined) return this.#missedSince(groupId, epoch);
    return { type: "appended", epoch: written.currentEpoch, sequence: written.sequence };
  }

  /**
   * Adds an application message in the epoch whose capability is shown, if its author has read their last one in the
   * log: so nothing that is signed is in it twice.
   * Throws KeyserverError "keyserver/unknown-group", "keyserver/bad-capability" (also when the epoch has moved
   * on), "keyserver/bad-writer", "keyserver/limit".
   */
  async publish(request: Omit<Publish, "type" | "requestId">): Promise<Outcome<Published>> {
    const { groupId, epoch, blob, mark } = request;
    const isSigned = isSignedBy(
      mark.writer,
      mark.signature,
      applicationContent(placeOf(request), mark.after, blob),
    );
    const written = await this.#write(groupId, async ({ record: last }) => {
      requireCapability(last, request.capability);
      if (epoch !== last.currentEpoch) throw badCapability();
      requireWriter(last, mark.writer, isSigned);
      await this.#requireHasRead(groupId, last, mark.writer, mark.after);
      const { currentEpoch, capabilityHash, writers } = last;
      return {
        sequence: after(last.sequence),
        kind: "application",
        epoch,
        blob,
        mark,
        currentEpoch,
        capabilityHash,
        writers,
        footing: afterMessage(last, mark.writer, this.#clock.now()),
      };
    });
    if (written === undefined) throw tooManyWriters();
    return { type: "published", sequence: written.sequence };
  }

  /** The last record of a group. Throws KeyserverError "keyserver/unknown-group". */
  async last(groupId: GroupId): Promise<LogRecord> {
    return (await this.#head(groupId)).record;
  }

  /** Keeps a group for another while; false if there is none. */
  async keep(groupId: GroupId): Promise<boolean> {
    return this.#logs.keep(groupId, this.#clock.now() + this.#limits.groupIdleMs);
  }

  /** Sequence of the oldest entry kept, or of the next one if there is none. */
  async oldest(groupId: GroupId): Promise<Sequence> {
    const [first] = await this.#logs.read(groupId, toSequence(0), { records: 1, bytes: 0 });
    if (first === undefined) throw unknownGroup();
    return first.kind === "created" ? after(first.sequence) : first.sequence;
  }

  /** Writes what `next` makes of the last record, until no other writer comes between; undefined if it declines. */
  async #write(
    groupId: GroupId,
    next: (head: LogHead) => Promise<LogRecord> | LogRecord | undefined,
  ): Promise<LogRecord | undefined> {
    return this.#writers.run(idKey(groupId), async () => {
      for (let round = 0; round < MAX_ROUNDS; round += 1) {
        const head = await this.#head(groupId);
        const record = await next(head);
        if (record === undefined) return undefined;
        const outcome = await this.#logs.append(groupId, head.revision, record);
        if (outcome === "full") throw storeIsFull();
        if (outcome === "stored") {
          await this.#logs.trim(groupId, this.#limits.retention);
          return record;
        }
      }
      throw tooManyWriters();
    });
  }

  /** Refuses a message whose author has not read their last one: it is an old one again. */
  async #requireHasRead(groupId: GroupId, last: LogRecord, writer: WriterKey, read: Sequence): Promise<void> {
    if (read === last.sequence) return;
    const later = await this.#logs.read(groupId, toSequence(read + 1), RECENT);
    const isKept = read < last.sequence && later[0]?.sequence === read + 1;
    if (
      !isKept ||
      later.some((record) => record.kind === "application" && isWriterIn([writer], record.mark.writer))
    )
      throw badWriter("a writer reads before it writes");
  }

  async #head(groupId: GroupId): Promise<LogHead> {
    const head = await this.#logs.head(groupId);
    if (head === undefined) throw unknownGroup();
    return head;
  }

  /** The entries from the commit that ended the epoch on, as far as one reply carries them. */
  async #missedSince(groupId: GroupId, epoch: Epoch): Promise<Outcome<Conflict>> {
    const { record: last } = await this.#head(groupId);
    const entries: LogEntry[] = [];
    const { currentEpoch, sequence } = last.footing;
    const footing = { epoch: currentEpoch, sequence };
    const conflict = (complete: boolean): Outcome<Conflict> => {
      return { type: "conflict", epoch: last.currentEpoch, entries, complete, footing };
    };
    // A caller ahead of the log has missed nothing: it is the log that lacks something.
    if (epoch >= last.currentEpoch) return conflict(true);
    let bytes = 0;
    for await (const record of this.#records(groupId, await this.oldest(groupId), last.sequence)) {
      if (entries.length === 0 && !endsEpoch(record, epoch)) continue;
      bytes += record.blob.length;
      if (entries.length === MAX_CONFLICT_ENTRIES || bytes > MAX_CONFLICT_BYTES) return conflict(false);
      entries.push(logEntry(record));
    }
    const told = entries.at(-1)?.sequence;
    if (told !== undefined) return conflict(told === last.sequence);
    throw new KeyserverError("keyserver/stale-epoch", "what followed this epoch is no longer kept");
  }

  /** Records from one place to another, both included. Ends early where the log was trimmed meanwhile. */
  async *#records(groupId: GroupId, from: Sequence, to: Sequence): AsyncGenerator<LogRecord> {
    let next = from;
    while (next <= to) {
      const page = await this.#logs.read(groupId, next, CONFLICT_PAGE);
      if (page[0]?.sequence !== next) return;
      for (const record of page) {
        if (record.sequence > to) return;
        yield record;
        next = after(record.sequence);
      }
    }
  }
}

function endsEpoch(record: LogRecord, epoch: Epoch): boolean {
  return record.kind === "commit" && record.epoch === epoch;
}

/** A record as clients see it. Throws KeyserverError "keyserver/internal" for the one that they do not see. */
export function logEntry(record: LogRecord): LogEntry {
  if (record.kind === "created") throw new KeyserverError("keyserver/internal", "not an entry");
  const { sequence, epoch, blob } = record;
  return record.kind === "commit"
    ? { sequence, kind: record.kind, epoch, mark: record.mark, blob }
    : { sequence, kind: record.kind, epoch, mark: record.mark, blob };
}

/** The place after this one. */
export function after(sequence: Sequence): Sequence {
  return toSequence(sequence + 1);
}

export function unknownGroup(): KeyserverError {
  return new KeyserverError("keyserver/unknown-group", "there is no such group");
}

export function storeIsFull(): KeyserverError {
  return new KeyserverError("keyserver/limit", "the store is full");
}

export function tooManyWriters(): KeyserverError {
  return new KeyserverError("keyserver/internal", "other writers kept coming first");
}

function groupState(last: LogRecord, created: boolean): Outcome<GroupState> {
  return { type: "groupState", epoch: last.currentEpoch, nextSequence: after(last.sequence), created };
}

/** The standing that a commit is judged by; undefined if another commit came first. */
function baseOf(last: LogRecord, { epoch, mark }: Pick<Append, "epoch" | "mark">): LogStanding | undefined {
  const { footing } = last;
  if (mark.instead === 0) return epoch === last.currentEpoch ? last : undefined;
  const isLastOf = footing.authors.length > 0 && mark.instead === footing.sequence;
  return isLastOf && epoch === footing.currentEpoch ? footing : undefined;
}

/** What a writer signs for: the capability that it shows is then found to be that of the epoch. */
function placeOf({
  groupId,
  epoch,
  capability,
}: Pick<Append, "groupId" | "epoch" | "capability">): MarkPlace {
  return { groupId, epoch, capabilityHash: capabilityHash(capability) };
}

function requireCapability(standing: LogStanding, capability: Capability): void {
  if (!bytesEqualConstantTime(capabilityHash(capability), standing.capabilityHash)) throw badCapability();
}

function requireWriter({ writers }: LogStanding, writer: WriterKey, isSignedByIt: boolean): void {
  if (!isWriterIn(writers, writer) || !isSignedByIt) throw badWriter("no writer of this log has signed this");
}

function badCapability(): KeyserverError {
  return new KeyserverError("keyserver/bad-capability", "this is not the current epoch's capability");
}

function badWriter(message: string): KeyserverError {
  return new KeyserverError("keyserver/bad-writer", message);
}
