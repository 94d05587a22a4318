import type { ByteReader, ByteWriter } from "@sotto/shared/codec";
import type { MailboxId } from "@sotto/shared/ids";
import { MAX_POST_BYTES } from "../bounds.ts";
import { readBlob, readMailboxId, writeBlob, writeMailboxId } from "../fields.ts";

/** Sends a sealed Welcome to the private mailbox that a joiner named in its knock. Answered by `ok`. */
export interface Post {
  readonly type: "post";
  readonly requestId: number;
  readonly mailboxId: MailboxId;
  readonly blob: Uint8Array;
}

export function encodePost(writer: ByteWriter, message: Post): void {
  writeMailboxId(writer, message.mailboxId);
  writeBlob(writer, message.blob, MAX_POST_BYTES);
}

export function decodePost(reader: ByteReader, requestId: number): Post {
  return {
    type: "post",
    requestId,
    mailboxId: readMailboxId(reader),
    blob: readBlob(reader, MAX_POST_BYTES),
  };
}
