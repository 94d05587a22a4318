import type { CapabilityHash, Epoch, GroupId, MailboxId } from "@sotto/shared/ids";
import type { ApplicationMark, CommitMark, Sequence, WriterKey } from "../../messages/index.ts";

// What the keyserver needs of a store. Several server processes may share one: a conditional write is the only
// thing they agree by, and a watch the only way they tell one another. A stream store with conditional appends
// (NATS JetStream: expected-last-subject-sequence) can implement it: a group's log and a mailbox are a subject
// each, a revision is the last sequence of that subject, notes are a stream of their own with a short age limit.

declare const revisionBrand: unique symbol;

/** What a writer saw last: a conditional write succeeds only while it is still so. Means nothing else. */
export type Revision = number & { readonly [revisionBrand]: "Revision" };

/** Expected of something that is not there. */
export const NO_REVISION = 0 as Revision;

/** `full`: the store has no room; nothing was written, and nothing was lost. */
export type WriteOutcome = "stored" | "conflict" | "full";

/** Who may write to a log, and in which epoch it is. */
export interface LogStanding {
  readonly currentEpoch: Epoch;
  /** SHA-256 of the capability that the next writer must show. */
  readonly capabilityHash: CapabilityHash;
  /** Keys that may write; ascending. */
  readonly writers: readonly WriterKey[];
}

/**
 * The standing before the last commits that nobody but their authors has written after: what those commits say of the
 * capability and the writers may be false, and then the others go on from here.
 */
export interface LogFooting extends LogStanding {
  /** Writers of this standing whose commits came since; empty if there was none. */
  readonly authors: readonly WriterKey[];
  /** Place of the commit of the last of them; 0 if there was none. */
  readonly sequence: Sequence;
  /** When the first of them came, ms. */
  readonly sinceMs: number;
}

interface RecordBase extends LogStanding {
  readonly sequence: Sequence;
  /** Epoch in which it was taken. */
  readonly epoch: Epoch;
  readonly blob: Uint8Array;
  readonly footing: LogFooting;
}

/**
 * One record of a group's log, with the standing it leaves the group in: the last record tells the whole state.
 * `created` begins the log and is not shown to clients.
 */
export type LogRecord = RecordBase &
  (
    | { readonly kind: "created" }
    | { readonly kind: "commit"; readonly mark: CommitMark }
    | { readonly kind: "application"; readonly mark: ApplicationMark }
  );

export interface LogHead {
  readonly revision: Revision;
  readonly record: LogRecord;
}

/** How much to read, or to keep, at most: records, and bytes of their blobs. */
export interface LogExtent {
  readonly records: number;
  readonly bytes: number;
}

/** `removed`: there is nothing more to watch. */
export type WatchEvent = "changed" | "removed";

/** Called some time after each change, perhaps once for several; never during the change itself. */
export type WatchListener = (event: WatchEvent) => void;

export type Unwatch = () => void;

export interface GroupLogs {
  /** Begins a log if there is none ("conflict" if there is), to be kept at least until that time. */
  create(groupId: GroupId, record: LogRecord, keepUntilMs: number): Promise<WriteOutcome>;
  /** The last record; undefined if there is no such log. */
  head(groupId: GroupId): Promise<LogHead | undefined>;
  /** Adds a record if the log's revision is still the expected one. */
  append(groupId: GroupId, expected: Revision, record: LogRecord): Promise<WriteOutcome>;
  /**
   * Records from a sequence on, in order and without gaps; from the oldest one kept if that is later. At least
   * one if there is one, and no more than the limit otherwise. Empty if there is no such log.
   */
  read(groupId: GroupId, from: Sequence, limit: LogExtent): Promise<readonly LogRecord[]>;
  /** Drops the oldest records until the rest is within the extent; never the last one. */
  trim(groupId: GroupId, keep: LogExtent): Promise<void>;
  /** Keeps a log at least until that time. False if there is no such log. */
  keep(groupId: GroupId, untilMs: number): Promise<boolean>;
  watch(groupId: GroupId, listener: WatchListener): Promise<Unwatch>;
}

/** What lies in a mailbox. */
export interface StoredMailbox {
  readonly tokenHash: Uint8Array;
  readonly blob: Uint8Array;
  /** Readers take it for absent from this time on, swept or not. */
  readonly expiresAtMs: number;
}

export interface Mailboxes {
  read(id: MailboxId): Promise<{ readonly revision: Revision; readonly mailbox: StoredMailbox } | undefined>;
  write(id: MailboxId, expected: Revision, mailbox: StoredMailbox): Promise<WriteOutcome>;
  /** False if the mailbox is no longer as expected; nothing is removed then. */
  remove(id: MailboxId, expected: Revision): Promise<boolean>;
}

declare const topicBrand: unique symbol;

/** What a note is about. Made by `knocksOf` and `mailOf`. */
export type Topic = string & { readonly [topicBrand]: "Topic" };

/** A blob that is passed on and kept for seconds only: a knock, or mail for a joiner. */
export interface Note {
  /** Rises within a topic; starts above 0. */
  readonly number: number;
  readonly blob: Uint8Array;
  readonly expiresAtMs: number;
}

export interface Notes {
  /** Leaves a note; of more than `keep` on one topic the oldest goes. Never a conflict. */
  leave(
    topic: Topic,
    blob: Uint8Array,
    expiresAtMs: number,
    keep: number,
  ): Promise<Exclude<WriteOutcome, "conflict">>;
  /** Notes after that number, in order, expired ones included. */
  read(topic: Topic, after: number): Promise<readonly Note[]>;
  watch(topic: Topic, listener: WatchListener): Promise<Unwatch>;
}

/** What a store holds, for a log line. */
export interface StoreSizes {
  readonly groups: number;
  readonly mailboxes: number;
  readonly bytes: number;
}

export interface Storage {
  readonly logs: GroupLogs;
  readonly mailboxes: Mailboxes;
  readonly notes: Notes;
  /** Removes logs, mailboxes and notes whose time is over. */
  sweep(nowMs: number): Promise<void>;
  sizes(): Promise<StoreSizes>;
  close(): Promise<void>;
}

/** Knocks at a group. */
export function knocksOf(groupId: GroupId): Topic {
  return `knock.${idKey(groupId)}` as Topic;
}

/** Mail for a joiner's private mailbox. */
export function mailOf(mailboxId: MailboxId): Topic {
  return `mail.${idKey(mailboxId)}` as Topic;
}

/** An id as a map key or subject token. */
export function idKey(id: GroupId | MailboxId): string {
  return Array.from(id, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
