import { CodecError, type ByteReader, type ByteWriter } from "@sotto/shared/codec";
import { MAX_MAILBOX_BYTES } from "../bounds.ts";
import { readBlob, readBoolean, writeBlob, writeBoolean } from "../fields.ts";

/** Answers `mailboxCreate` and `mailboxRead`: what lies in the mailbox now. */
export interface Mailbox {
  readonly type: "mailbox";
  readonly requestId: number;
  /** Whether this request put it there. */
  readonly created: boolean;
  readonly found: boolean;
  /** Empty when nothing was found. */
  readonly blob: Uint8Array;
}

export function encodeMailbox(writer: ByteWriter, message: Mailbox): void {
  if (!message.found && (message.created || message.blob.length > 0)) {
    throw new CodecError("codec/invalid", "nothing was found, so there is nothing to tell");
  }
  writeBoolean(writer, message.created);
  writeBoolean(writer, message.found);
  writeBlob(writer, message.blob, MAX_MAILBOX_BYTES);
}

export function decodeMailbox(reader: ByteReader, requestId: number): Mailbox {
  const created = readBoolean(reader);
  const found = readBoolean(reader);
  const blob = readBlob(reader, MAX_MAILBOX_BYTES);
  if (!found && (created || blob.length > 0))
    throw new CodecError("codec/invalid", "a mailbox that is not there");
  return { type: "mailbox", requestId, created, found, blob };
}
