/** How records, mailboxes and notes lie in their streams: versioned, since replicas are not updated all at once. */
import { ByteReader, ByteWriter, CodecError } from "@sotto/shared/codec";
import { asCapabilityHash, asEpoch } from "@sotto/shared/ids";
import {
  MAX_MESSAGE_BYTES,
  readApplicationMark,
  readCommitMark,
  readWriterList,
  toSequence,
  writeApplicationMark,
  writeCommitMark,
  writeWriterList,
} from "../../../messages/index.ts";
import type { LogFooting, LogRecord, LogStanding, StoredMailbox } from "../storage.ts";

/** Of mailboxes and notes. */
const VERSION = 1;
/** Of log records: 2 since they tell who may write. */
const RECORD_VERSION = 2;
const HASH_BYTES = 32;
const kinds = ["created", "commit", "application"] as const satisfies LogRecord["kind"][];

/** A record, and the bytes of all blobs of its log up to and with it: the difference of two tells what lies between. */
export interface StoredRecord {
  readonly record: LogRecord;
  readonly totalBytes: number;
}

export function encodeRecord({ record, totalBytes }: StoredRecord): Uint8Array {
  const writer = new ByteWriter()
    .u8(RECORD_VERSION)
    .u8(kinds.indexOf(record.kind))
    .u64(record.sequence)
    .u64(record.epoch)
    .u64(totalBytes);
  if (record.kind === "commit") writeCommitMark(writer, record.mark);
  if (record.kind === "application") writeApplicationMark(writer, record.mark);
  writeStanding(writer, record);
  writeStanding(writer, record.footing);
  writeWriterList(writer, record.footing.authors);
  const { sequence, sinceMs } = record.footing;
  return writer.u64(sequence).u64(sinceMs).opaque24(record.blob).finish();
}

function writeStanding(writer: ByteWriter, { currentEpoch, capabilityHash, writers }: LogStanding): void {
  writeWriterList(writer.u64(currentEpoch).fixed(capabilityHash, HASH_BYTES), writers);
}

function readStanding(reader: ByteReader): LogStanding {
  return {
    currentEpoch: asEpoch(reader.u64Number()),
    capabilityHash: asCapabilityHash(reader.fixed(HASH_BYTES)),
    writers: readWriterList(reader),
  };
}

/** @throws CodecError for anything that no server of this version wrote */
export function decodeRecord(data: Uint8Array): StoredRecord {
  const reader = versioned(data, RECORD_VERSION);
  const kind = kinds[reader.u8()];
  if (kind === undefined) throw new CodecError("codec/invalid", "unknown kind of record");
  const sequence = toSequence(reader.u64Number());
  const epoch = asEpoch(reader.u64Number());
  const totalBytes = reader.u64Number();
  const what = kind === "created" ? { kind } : readMarked(reader, kind);
  const standing = readStanding(reader);
  const footing: LogFooting = {
    ...readStanding(reader),
    authors: readWriterList(reader),
    sequence: toSequence(reader.u64Number()),
    sinceMs: reader.u64Number(),
  };
  const blob = reader.opaque24(MAX_MESSAGE_BYTES);
  reader.end();
  return { record: { sequence, epoch, blob, ...standing, footing, ...what }, totalBytes };
}

function readMarked(reader: ByteReader, kind: "commit" | "application") {
  return kind === "commit"
    ? { kind, mark: readCommitMark(reader) }
    : { kind, mark: readApplicationMark(reader) };
}

export function encodeMailbox({ tokenHash, blob, expiresAtMs }: StoredMailbox): Uint8Array {
  return new ByteWriter().u8(VERSION).u64(expiresAtMs).fixed(tokenHash, HASH_BYTES).opaque24(blob).finish();
}

/** @throws CodecError */
export function decodeMailbox(data: Uint8Array): StoredMailbox {
  const reader = versioned(data);
  const expiresAtMs = reader.u64Number();
  const tokenHash = reader.fixed(HASH_BYTES);
  const blob = reader.opaque24(MAX_MESSAGE_BYTES);
  reader.end();
  return { tokenHash, blob, expiresAtMs };
}

export function encodeNote(expiresAtMs: number, blob: Uint8Array): Uint8Array {
  return new ByteWriter().u8(VERSION).u64(expiresAtMs).opaque24(blob).finish();
}

/** @throws CodecError */
export function decodeNote(data: Uint8Array): { readonly expiresAtMs: number; readonly blob: Uint8Array } {
  const reader = versioned(data);
  const expiresAtMs = reader.u64Number();
  const blob = reader.opaque24(MAX_MESSAGE_BYTES);
  reader.end();
  return { expiresAtMs, blob };
}

export function encodeTime(ms: number): Uint8Array {
  return new ByteWriter().u64(ms).finish();
}

/** @throws CodecError */
export function decodeTime(data: Uint8Array): number {
  const reader = new ByteReader(data);
  const ms = reader.u64Number();
  reader.end();
  return ms;
}

function versioned(data: Uint8Array, version = VERSION): ByteReader {
  const reader = new ByteReader(data);
  if (reader.u8() !== version) throw new CodecError("codec/invalid", "unknown version");
  return reader;
}
