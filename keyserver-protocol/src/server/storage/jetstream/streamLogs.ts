import type { NatsConnection } from "@nats-io/transport-node";
import type { GroupId } from "@sotto/shared/ids";
import type { Sequence } from "../../../messages/index.ts";
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
import type { Watchers } from "../watchers.ts";
import { Places } from "./places.ts";
import { decodeRecord, decodeTime, encodeRecord, encodeTime } from "./records.ts";
import type { Placed, SubjectStore } from "./subjectStore.ts";
import type { Subjects } from "./subjects.ts";

/**
 * Group logs in a stream, a subject each. The compare-and-set is the stream's own: a write names the last place of
 * its subject that the writer saw.
 */
export class StreamLogs implements GroupLogs {
  readonly #logs: SubjectStore;
  readonly #kept: SubjectStore;
  readonly #subjects: Subjects;
  readonly #watchers: Watchers;
  readonly #connection: NatsConnection;
  readonly #maxGroups: number;
  readonly #places = new Places();

  constructor(
    stores: { readonly logs: SubjectStore; readonly kept: SubjectStore },
    subjects: Subjects,
    watchers: Watchers,
    connection: NatsConnection,
    maxGroups: number,
  ) {
    this.#logs = stores.logs;
    this.#kept = stores.kept;
    this.#subjects = subjects;
    this.#watchers = watchers;
    this.#connection = connection;
    this.#maxGroups = maxGroups;
  }

  async create(groupId: GroupId, record: LogRecord, keepUntilMs: number): Promise<WriteOutcome> {
    if ((await this.head(groupId)) !== undefined) return "conflict";
    if ((await this.#logs.sizes()).subjects >= this.#maxGroups) return "full";
    // First its time, then the log: a sweep takes a log without a time for one that is over.
    if ((await this.#extend(groupId, keepUntilMs)) === "full") return "full";
    const data = encodeRecord({ record, totalBytes: record.blob.length });
    return (await this.#logs.write(this.#subjects.log(groupId), data, 0)).outcome;
  }

  async head(groupId: GroupId): Promise<LogHead | undefined> {
    const last = await this.#logs.last(this.#subjects.log(groupId));
    if (last === undefined) return undefined;
    return { revision: last.place as Revision, record: decodeRecord(last.data).record };
  }

  async append(groupId: GroupId, expected: Revision, record: LogRecord): Promise<WriteOutcome> {
    const subject = this.#subjects.log(groupId);
    const last = await this.#logs.last(subject);
    if (last?.place !== expected) return "conflict";
    const totalBytes = decodeRecord(last.data).totalBytes + record.blob.length;
    return (await this.#logs.write(subject, encodeRecord({ record, totalBytes }), expected)).outcome;
  }

  async read(groupId: GroupId, from: Sequence, limit: LogExtent): Promise<readonly LogRecord[]> {
    const key = idKey(groupId);
    const records: LogRecord[] = [];
    let bytes = 0;
    for await (const { place, data } of this.#after(groupId, this.#places.atOrBefore(key, from))) {
      const { record } = decodeRecord(data);
      this.#places.note(key, record.sequence, place);
      if (record.sequence < from) continue;
      bytes += record.blob.length;
      if (records.length >= limit.records || (bytes > limit.bytes && records.length > 0)) break;
      records.push(record);
    }
    return records;
  }

  async trim(groupId: GroupId, keep: LogExtent): Promise<void> {
    const subject = this.#subjects.log(groupId);
    const last = await this.#logs.last(subject);
    if (last === undefined) return;
    const end = decodeRecord(last.data);
    for await (const { place, data } of this.#after(groupId, 0)) {
      const { record, totalBytes } = decodeRecord(data);
      const count = end.record.sequence - record.sequence + 1;
      const bytes = end.totalBytes - totalBytes + record.blob.length;
      if (place < last.place && (count > keep.records || bytes > keep.bytes)) continue;
      const oldest = await this.#logs.from(subject, 0);
      if (oldest !== undefined && oldest.place < place) await this.#logs.drop(subject, place);
      return;
    }
  }

  async keep(groupId: GroupId, untilMs: number): Promise<boolean> {
    if ((await this.#logs.last(this.#subjects.log(groupId))) === undefined) return false;
    await this.#extend(groupId, untilMs);
    return true;
  }

  async watch(groupId: GroupId, listener: WatchListener): Promise<Unwatch> {
    return this.#watchers.add(this.#subjects.log(groupId), listener);
  }

  /** Removes logs whose time is over. Several servers may do so at once. */
  async sweep(nowMs: number): Promise<void> {
    const isOver = async (subject: string): Promise<boolean> => {
      const until = await this.#kept.last(subject);
      return until === undefined || decodeTime(until.data) <= nowMs;
    };
    for (const subject of (await this.#logs.subjects(`${this.#subjects.allLogs}>`)).keys()) {
      const key = subject.slice(this.#subjects.allLogs.length);
      if (!(await isOver(`${this.#subjects.allKept}${key}`))) continue;
      await this.#logs.drop(subject);
      await this.#kept.drop(`${this.#subjects.allKept}${key}`);
      this.#places.forget(key);
      this.#connection.publish(this.#subjects.removed(key));
    }
  }

  /** Puts off the end of a log, never brings it forward. */
  async #extend(groupId: GroupId, untilMs: number): Promise<WriteOutcome> {
    const subject = this.#subjects.kept(groupId);
    for (;;) {
      const last = await this.#kept.last(subject);
      if (last !== undefined && decodeTime(last.data) >= untilMs) return "stored";
      const { outcome } = await this.#kept.write(subject, encodeTime(untilMs), last?.place ?? 0);
      if (outcome !== "conflict") return outcome;
    }
  }

  /** Messages of a log from a place on, in order. */
  async *#after(groupId: GroupId, place: number): AsyncGenerator<Placed> {
    const subject = this.#subjects.log(groupId);
    for (let next = place; ;) {
      const message = await this.#logs.from(subject, next);
      if (message === undefined) return;
      yield message;
      next = message.place + 1;
    }
  }
}
