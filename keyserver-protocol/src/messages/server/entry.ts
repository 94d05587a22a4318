import { CodecError, type ByteReader, type ByteWriter } from "@sotto/shared/codec";
import type { Epoch, GroupId } from "@sotto/shared/ids";
import { decodeEntryKind, encodeEntryKind, maxBlobBytes, type EntryKind } from "../entryKind.ts";
import {
  readBlob,
  readEpoch,
  readGroupId,
  readSequence,
  writeBlob,
  writeEpoch,
  writeGroupId,
  writeSequence,
} from "../fields.ts";
import {
  readApplicationMark,
  readCommitMark,
  writeApplicationMark,
  writeCommitMark,
  type ApplicationMark,
  type CommitMark,
} from "../marks.ts";
import type { Sequence } from "../sequence.ts";

interface EntryBase {
  readonly sequence: Sequence;
  readonly kind: EntryKind;
  /** The group's epoch when the server took it: for a commit, the epoch that it ends. */
  readonly epoch: Epoch;
  readonly blob: Uint8Array;
}

export interface CommitEntry extends EntryBase {
  readonly kind: "commit";
  readonly mark: CommitMark;
}

export interface ApplicationEntry extends EntryBase {
  readonly kind: "application";
  readonly mark: ApplicationMark;
}

/** Passed on and not kept: its sequence is 0. */
export interface KnockEntry extends EntryBase {
  readonly kind: "knock";
}

/** One place in a group's log. */
export type LogEntry = CommitEntry | ApplicationEntry;

/** Pushed to subscribers. */
export type Entry = (LogEntry | KnockEntry) & {
  readonly type: "entry";
  readonly requestId: 0;
  readonly groupId: GroupId;
};

export function encodeLogEntry(writer: ByteWriter, entry: LogEntry | KnockEntry): void {
  if ((entry.kind === "knock") !== (entry.sequence === 0))
    throw new CodecError("codec/invalid", "only a knock has sequence 0");
  writeSequence(writer, entry.sequence);
  encodeEntryKind(writer, entry.kind);
  writeEpoch(writer, entry.epoch);
  if (entry.kind === "commit") writeCommitMark(writer, entry.mark);
  if (entry.kind === "application") writeApplicationMark(writer, entry.mark);
  writeBlob(writer, entry.blob, maxBlobBytes[entry.kind]);
}

export function decodeLogEntry(reader: ByteReader): LogEntry | KnockEntry {
  const sequence = readSequence(reader);
  const kind = decodeEntryKind(reader);
  if ((kind === "knock") !== (sequence === 0)) {
    throw new CodecError("codec/invalid", "only a knock has sequence 0");
  }
  const epoch = readEpoch(reader);
  const blob = () => readBlob(reader, maxBlobBytes[kind]);
  if (kind === "knock") return { sequence, kind, epoch, blob: blob() };
  if (kind === "commit") return { sequence, kind, epoch, mark: readCommitMark(reader), blob: blob() };
  return { sequence, kind, epoch, mark: readApplicationMark(reader), blob: blob() };
}

export function encodeEntry(writer: ByteWriter, message: Entry): void {
  writeGroupId(writer, message.groupId);
  encodeLogEntry(writer, message);
}

export function decodeEntry(reader: ByteReader): Entry {
  return { type: "entry", requestId: 0, groupId: readGroupId(reader), ...decodeLogEntry(reader) };
}
