import { CodecError, type ByteReader, type ByteWriter } from "@sotto/shared/codec";
import type { Epoch } from "@sotto/shared/ids";
import { MAX_CONFLICT_ENTRIES } from "../bounds.ts";
import { readBoolean, readEpoch, readSequence, writeBoolean, writeEpoch, writeSequence } from "../fields.ts";
import type { Sequence } from "../sequence.ts";
import { decodeLogEntry, encodeLogEntry, type LogEntry } from "./entry.ts";

/** Where the log stood before the last commits, as long as nobody but their authors has written after them. */
export interface Footing {
  readonly epoch: Epoch;
  /** Place of the last of those commits that counts; 0 if there is none to go back from. */
  readonly sequence: Sequence;
}

/** Answers an `append` that was not made in the current epoch: somebody else's commit came first. */
export interface Conflict {
  readonly type: "conflict";
  readonly requestId: number;
  /** The group's epoch now. It is below the caller's when the caller is ahead of a restored log. */
  readonly epoch: Epoch;
  /** The commit that won the caller's epoch and what follows it, in order of sequence. */
  readonly entries: readonly LogEntry[];
  /** False when the entries were cut; the caller subscribes from its own next sequence instead. */
  readonly complete: boolean;
  /** What a commit that takes the place of another has to name. */
  readonly footing: Footing;
}

export function encodeConflict(writer: ByteWriter, message: Conflict): void {
  if (message.entries.length > MAX_CONFLICT_ENTRIES)
    throw new CodecError("codec/invalid", "too many entries in a conflict");
  writeEpoch(writer, message.epoch);
  writeBoolean(writer, message.complete);
  writeEpoch(writer, message.footing.epoch);
  writeSequence(writer, message.footing.sequence);
  writer.u8(message.entries.length);
  for (const entry of message.entries) encodeLogEntry(writer, entry);
}

export function decodeConflict(reader: ByteReader, requestId: number): Conflict {
  const epoch = readEpoch(reader);
  const complete = readBoolean(reader);
  const footing = { epoch: readEpoch(reader), sequence: readSequence(reader) };
  const count = reader.u8();
  if (count > MAX_CONFLICT_ENTRIES) throw new CodecError("codec/too-large", "too many entries in a conflict");
  const entries: LogEntry[] = [];
  for (let index = 0; index < count; index += 1) {
    const entry = decodeLogEntry(reader);
    const previous = entries.at(-1);
    if (entry.kind === "knock") throw new CodecError("codec/invalid", "a knock is not in the log");
    if (previous !== undefined && entry.sequence !== previous.sequence + 1) {
      throw new CodecError("codec/invalid", "entries of a conflict follow one another");
    }
    entries.push(entry);
  }
  return { type: "conflict", requestId, epoch, entries, complete, footing };
}
