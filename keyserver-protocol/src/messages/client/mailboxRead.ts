import type { ByteReader, ByteWriter } from "@sotto/shared/codec";
import type { MailboxId } from "@sotto/shared/ids";
import { readMailboxId, writeMailboxId } from "../fields.ts";

/** Asks what lies in a mailbox. Answered by `mailbox`. */
export interface MailboxRead {
  readonly type: "mailboxRead";
  readonly requestId: number;
  readonly mailboxId: MailboxId;
}

export function encodeMailboxRead(writer: ByteWriter, message: MailboxRead): void {
  writeMailboxId(writer, message.mailboxId);
}

export function decodeMailboxRead(reader: ByteReader, requestId: number): MailboxRead {
  return { type: "mailboxRead", requestId, mailboxId: readMailboxId(reader) };
}
