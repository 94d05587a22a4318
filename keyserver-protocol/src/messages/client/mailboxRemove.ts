import type { ByteReader, ByteWriter } from "@sotto/shared/codec";
import type { MailboxId, MailboxToken } from "@sotto/shared/ids";
import { readMailboxId, readMailboxToken, writeMailboxId, writeMailboxToken } from "../fields.ts";

/** Empties a mailbox. Answered by `ok`, also when it was empty. */
export interface MailboxRemove {
  readonly type: "mailboxRemove";
  readonly requestId: number;
  readonly mailboxId: MailboxId;
  readonly token: MailboxToken;
}

export function encodeMailboxRemove(writer: ByteWriter, message: MailboxRemove): void {
  writeMailboxId(writer, message.mailboxId);
  writeMailboxToken(writer, message.token);
}

export function decodeMailboxRemove(reader: ByteReader, requestId: number): MailboxRemove {
  return {
    type: "mailboxRemove",
    requestId,
    mailboxId: readMailboxId(reader),
    token: readMailboxToken(reader),
  };
}
