import type { ByteReader, ByteWriter } from "@sotto/shared/codec";
import type { MailboxId } from "@sotto/shared/ids";
import { MAX_MAILBOX_BYTES } from "../bounds.ts";
import {
  readBlob,
  readMailboxId,
  readTokenHash,
  readTtlSeconds,
  writeBlob,
  writeMailboxId,
  writeTokenHash,
  writeTtlSeconds,
} from "../fields.ts";

/** Leaves a blob in a mailbox unless one lies there already. Answered by `mailbox`, with what lies there now. */
export interface MailboxCreate {
  readonly type: "mailboxCreate";
  readonly requestId: number;
  readonly mailboxId: MailboxId;
  /** SHA-256 of the token that refreshing and removing will ask for. */
  readonly tokenHash: Uint8Array;
  readonly ttlSeconds: number;
  readonly blob: Uint8Array;
}

export function encodeMailboxCreate(writer: ByteWriter, message: MailboxCreate): void {
  writeMailboxId(writer, message.mailboxId);
  writeTokenHash(writer, message.tokenHash);
  writeTtlSeconds(writer, message.ttlSeconds);
  writeBlob(writer, message.blob, MAX_MAILBOX_BYTES);
}

export function decodeMailboxCreate(reader: ByteReader, requestId: number): MailboxCreate {
  return {
    type: "mailboxCreate",
    requestId,
    mailboxId: readMailboxId(reader),
    tokenHash: readTokenHash(reader),
    ttlSeconds: readTtlSeconds(reader),
    blob: readBlob(reader, MAX_MAILBOX_BYTES),
  };
}
