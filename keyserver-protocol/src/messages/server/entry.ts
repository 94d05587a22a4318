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
import type { Sequence } from "../sequence.ts";

/** One place in a group's log, or a knock (sequence 0). */
export interface LogEntry {
  readonly sequence: Sequence;
  readonly kind: EntryKind;
  /** The group's epoch when the server took it: for a commit, the epoch that it ends. */
  readonly epoch: Epoch;
  readonly blob: Uint8Array;
}

/** Pushed to subscribers. */
export interface Entry extends LogEntry {
  readonly type: "entry";
  readonly requestId: 0;
  readonly groupId: GroupId;
}

export function encodeLogEntry(writer: ByteWriter, entry: LogEntry): void {
  if ((entry.kind === "knock") !== (entry.sequence === 0))
    throw new CodecError("codec/invalid", "only a knock has sequence 0");
  writeSequence(writer, entry.sequence);
  encodeEntryKind(writer, entry.kind);
  writeEpoch(writer, entry.epoch);
  writeBlob(writer, entry.blob, maxBlobBytes[entry.kind]);
}

export function decodeLogEntry(reader: ByteReader): LogEntry {
  const sequence = readSequence(reader);
  const kind = decodeEntryKind(reader);
  if ((kind === "knock") !== (sequence === 0)) {
    throw new CodecError("codec/invalid", "only a knock has sequence 0");
  }
  return { sequence, kind, epoch: readEpoch(reader), blob: readBlob(reader, maxBlobBytes[kind]) };
}

export function encodeEntry(writer: ByteWriter, message: Entry): void {
  writeGroupId(writer, message.groupId);
  encodeLogEntry(writer, message);
}

export function decodeEntry(reader: ByteReader): Entry {
  return { type: "entry", requestId: 0, groupId: readGroupId(reader), ...decodeLogEntry(reader) };
}
