import type { ByteReader, ByteWriter } from "@sotto/shared/codec";
import type { MailboxId } from "@sotto/shared/ids";
import { MAX_POST_BYTES } from "../bounds.ts";
import { readBlob, readMailboxId, writeBlob, writeMailboxId } from "../fields.ts";

/** Pushed to who watches a private mailbox. */
export interface Mail {
  readonly type: "mail";
  readonly requestId: 0;
  readonly mailboxId: MailboxId;
  readonly blob: Uint8Array;
}

export function encodeMail(writer: ByteWriter, message: Mail): void {
  writeMailboxId(writer, message.mailboxId);
  writeBlob(writer, message.blob, MAX_POST_BYTES);
}

export function decodeMail(reader: ByteReader): Mail {
  return {
    type: "mail",
    requestId: 0,
    mailboxId: readMailboxId(reader),
    blob: readBlob(reader, MAX_POST_BYTES),
  };
}
