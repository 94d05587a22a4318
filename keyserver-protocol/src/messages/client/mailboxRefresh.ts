import type { ByteReader, ByteWriter } from "@sotto/shared/codec";
import type { MailboxId, MailboxToken } from "@sotto/shared/ids";
import {
  readMailboxId,
  readMailboxToken,
  readTtlSeconds,
  writeMailboxId,
  writeMailboxToken,
  writeTtlSeconds,
} from "../fields.ts";

/** Keeps a mailbox for another while. Answered by `ok`. */
export interface MailboxRefresh {
  readonly type: "mailboxRefresh";
  readonly requestId: number;
  readonly mailboxId: MailboxId;
  readonly token: MailboxToken;
  readonly ttlSeconds: number;
}

export function encodeMailboxRefresh(writer: ByteWriter, message: MailboxRefresh): void {
  writeMailboxId(writer, message.mailboxId);
  writeMailboxToken(writer, message.token);
  writeTtlSeconds(writer, message.ttlSeconds);
}

export function decodeMailboxRefresh(reader: ByteReader, requestId: number): MailboxRefresh {
  return {
    type: "mailboxRefresh",
    requestId,
    mailboxId: readMailboxId(reader),
    token: readMailboxToken(reader),
    ttlSeconds: readTtlSeconds(reader),
  };
}
