import type { GroupId } from "@sotto/shared/ids";
import { SECRET_BYTES, type Sequence } from "../../../messages/index.ts";
import {
  idKey,
  type GroupLogs,
  type LogExtent,
  type LogHead,
  type LogRecord,
  type Revision,
  type Unwatch,
  type WatchListener,
  type WriteOutcome,
} from "../storage.ts";
import type { Capacity } from "./capacity.ts";
import { Watchers } from "../watchers.ts";

interface StoredLog {
  /** Never empty; sequences follow one another. */
  readonly records: LogRecord[];
  revision: Revision;
  bytes: number;
  keepUntilMs: number;
}

/** Bytes of a record's blob, and of lists of keys that it does not share with the record before. */
function sizeOf(record: LogRecord): { readonly length: number } {
  const { blob, writers } = record;
  if (record.kind === "application") return blob;
  const changed = record.kind === "commit" ? record.mark.added.length + record.mark.removed.length : 0;
  return { length: blob.length + (writers.length + changed) * SECRET_BYTES };
}

/** Group logs of one process. Every method does its work before it yields, so each is atomic. */
export class MemoryGroupLogs implements GroupLogs {
  readonly #logs = new Map<string, StoredLog>();
  readonly #watchers = new Watchers();
  readonly #capacity: Capacity;
  readonly #maxGroups: number;
  #lastRevision = 0;

  constructor(capacity: Capacity, maxGroups: number) {
    this.#capacity = capacity;
    this.#maxGroups = maxGroups;
  }

  get size(): number {
    return this.#logs.size;
  }

  async create(groupId: GroupId, record: LogRecord, keepUntilMs: number): Promise<WriteOutcome> {
    const key = idKey(groupId);
    if (this.#logs.has(key)) return "conflict";
    if (this.#logs.size >= this.#maxGroups || !this.#capacity.claim(sizeOf(record))) return "full";
    const bytes = record.blob.length;
    this.#logs.set(key, { records: [record], revision: this.#nextRevision(), bytes, keepUntilMs });
    this.#watchers.tell(key, "changed");
    return "stored";
  }

  async head(groupId: GroupId): Promise<LogHead | undefined> {
    const log = this.#logs.get(idKey(groupId));
    const record = log?.records.at(-1);
    return log === undefined || record === undefined ? undefined : { revision: log.revision, record };
  }

  async append(groupId: GroupId, expected: Revision, record: LogRecord): Promise<WriteOutcome> {
    const key = idKey(groupId);
    const log = this.#logs.get(key);
    if (log?.revision !== expected) return "conflict";
    if (!this.#capacity.claim(sizeOf(record))) return "full";
    log.records.push(record);
    log.bytes += record.blob.length;
    log.revision = this.#nextRevision();
    this.#watchers.tell(key, "changed");
    return "stored";
  }

  async read(groupId: GroupId, from: Sequence, limit: LogExtent): Promise<readonly LogRecord[]> {
    const records = this.#logs.get(idKey(groupId))?.records ?? [];
    const start = Math.max(0, from - (records[0]?.sequence ?? 0));
    let end = start;
    let bytes = 0;
    for (const record of records.slice(start, start + limit.records)) {
      bytes += record.blob.length;
      if (bytes > limit.bytes && end > start) break;
      end += 1;
    }
    return records.slice(start, end);
  }

  async trim(groupId: GroupId, keep: LogExtent): Promise<void> {
    const log = this.#logs.get(idKey(groupId));
    if (log === undefined) return;
    let dropped = 0;
    for (const record of log.records.slice(0, -1)) {
      if (log.records.length - dropped <= keep.records && log.bytes <= keep.bytes) break;
      log.bytes -= record.blob.length;
      this.#capacity.release(sizeOf(record));
      dropped += 1;
    }
    log.records.splice(0, dropped);
  }

  async keep(groupId: GroupId, untilMs: number): Promise<boolean> {
    const log = this.#logs.get(idKey(groupId));
    if (log === undefined) return false;
    log.keepUntilMs = Math.max(log.keepUntilMs, untilMs);
    return true;
  }

  async watch(groupId: GroupId, listener: WatchListener): Promise<Unwatch> {
    return this.#watchers.add(idKey(groupId), listener);
  }

  sweep(nowMs: number): void {
    for (const [key, log] of this.#logs) {
      if (log.keepUntilMs > nowMs) continue;
      for (const record of log.records) this.#capacity.release(sizeOf(record));
      this.#logs.delete(key);
      this.#watchers.tell(key, "removed");
    }
  }

  #nextRevision(): Revision {
    this.#lastRevision += 1;
    return this.#lastRevision as Revision;
  }
}
