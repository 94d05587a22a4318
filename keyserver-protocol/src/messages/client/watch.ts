import type { ByteReader, ByteWriter } from "@sotto/shared/codec";
import type { MailboxId } from "@sotto/shared/ids";
import { readMailboxId, writeMailboxId } from "../fields.ts";

/** Asks for what is posted to a private mailbox, until the connection ends. Answered by `ok`, then `mail`. */
export interface Watch {
  readonly type: "watch";
  readonly requestId: number;
  readonly mailboxId: MailboxId;
}

export function encodeWatch(writer: ByteWriter, message: Watch): void {
  writeMailboxId(writer, message.mailboxId);
}

export function decodeWatch(reader: ByteReader, requestId: number): Watch {
  return { type: "watch", requestId, mailboxId: readMailboxId(reader) };
}
