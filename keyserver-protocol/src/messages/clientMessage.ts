import { ByteReader, ByteWriter, CodecError } from "@sotto/shared/codec";
import { decodeAppend, encodeAppend, type Append } from "./client/append.ts";
import { decodeCreateGroup, encodeCreateGroup, type CreateGroup } from "./client/createGroup.ts";
import { decodeKnock, encodeKnock, type Knock } from "./client/knock.ts";
import { decodeMailboxCreate, encodeMailboxCreate, type MailboxCreate } from "./client/mailboxCreate.ts";
import { decodeMailboxRead, encodeMailboxRead, type MailboxRead } from "./client/mailboxRead.ts";
import { decodeMailboxRefresh, encodeMailboxRefresh, type MailboxRefresh } from "./client/mailboxRefresh.ts";
import { decodeMailboxRemove, encodeMailboxRemove, type MailboxRemove } from "./client/mailboxRemove.ts";
import { decodePing, type Ping } from "./client/ping.ts";
import { decodePost, encodePost, type Post } from "./client/post.ts";
import { decodePublish, encodePublish, type Publish } from "./client/publish.ts";
import { decodeSubscribe, encodeSubscribe, type Subscribe } from "./client/subscribe.ts";
import { decodeUnsubscribe, encodeUnsubscribe, type Unsubscribe } from "./client/unsubscribe.ts";
import { decodeWatch, encodeWatch, type Watch } from "./client/watch.ts";
import { decodeHeader, encodeHeader } from "./header.ts";

/** Everything a client may say. Each is a request and gets exactly one reply with its request id. */
export type ClientMessage =
  | CreateGroup
  | Append
  | Publish
  | Subscribe
  | Unsubscribe
  | Knock
  | MailboxCreate
  | MailboxRead
  | MailboxRefresh
  | MailboxRemove
  | Post
  | Watch
  | Ping;

/** Second byte of each request. Below 0x80, so that a reflected message is never valid. */
export const clientTypeNumbers = {
  createGroup: 0x01,
  append: 0x02,
  publish: 0x03,
  subscribe: 0x04,
  unsubscribe: 0x05,
  knock: 0x06,
  mailboxCreate: 0x07,
  mailboxRead: 0x08,
  mailboxRefresh: 0x09,
  mailboxRemove: 0x0a,
  post: 0x0b,
  watch: 0x0c,
  ping: 0x0d,
} as const satisfies Record<ClientMessage["type"], number>;

/**
 * Bytes of a request.
 * Throws KeyserverError "keyserver/too-large" for a blob above its bound, CodecError for another field that does
 * not fit.
 */
export function encodeClientMessage(message: ClientMessage): Uint8Array {
  if (message.requestId === 0) throw new CodecError("codec/invalid", "request id 0 is for pushes");
  const writer = new ByteWriter();
  encodeHeader(writer, { typeNumber: clientTypeNumbers[message.type], requestId: message.requestId });
  encodeBody(writer, message);
  return writer.finish();
}

function encodeBody(writer: ByteWriter, message: ClientMessage): void {
  switch (message.type) {
    case "createGroup":
      return encodeCreateGroup(writer, message);
    case "append":
      return encodeAppend(writer, message);
    case "publish":
      return encodePublish(writer, message);
    case "subscribe":
      return encodeSubscribe(writer, message);
    case "unsubscribe":
      return encodeUnsubscribe(writer, message);
    case "knock":
      return encodeKnock(writer, message);
    case "mailboxCreate":
      return encodeMailboxCreate(writer, message);
    case "mailboxRead":
      return encodeMailboxRead(writer, message);
    case "mailboxRefresh":
      return encodeMailboxRefresh(writer, message);
    case "mailboxRemove":
      return encodeMailboxRemove(writer, message);
    case "post":
      return encodePost(writer, message);
    case "watch":
      return encodeWatch(writer, message);
    case "ping":
      return;
  }
}

/** Reads a request. Throws CodecError for anything that is not exactly one well-formed request within its bounds. */
export function decodeClientMessage(bytes: Uint8Array): ClientMessage {
  const reader = new ByteReader(bytes);
  const { typeNumber, requestId } = decodeHeader(reader);
  if (requestId === 0) throw new CodecError("codec/invalid", "request id 0 is for pushes");
  const message = decodeBody(reader, typeNumber, requestId);
  reader.end();
  return message;
}

function decodeBody(reader: ByteReader, typeNumber: number, requestId: number): ClientMessage {
  switch (typeNumber) {
    case clientTypeNumbers.createGroup:
      return decodeCreateGroup(reader, requestId);
    case clientTypeNumbers.append:
      return decodeAppend(reader, requestId);
    case clientTypeNumbers.publish:
      return decodePublish(reader, requestId);
    case clientTypeNumbers.subscribe:
      return decodeSubscribe(reader, requestId);
    case clientTypeNumbers.unsubscribe:
      return decodeUnsubscribe(reader, requestId);
    case clientTypeNumbers.knock:
      return decodeKnock(reader, requestId);
    case clientTypeNumbers.mailboxCreate:
      return decodeMailboxCreate(reader, requestId);
    case clientTypeNumbers.mailboxRead:
      return decodeMailboxRead(reader, requestId);
    case clientTypeNumbers.mailboxRefresh:
      return decodeMailboxRefresh(reader, requestId);
    case clientTypeNumbers.mailboxRemove:
      return decodeMailboxRemove(reader, requestId);
    case clientTypeNumbers.post:
      return decodePost(reader, requestId);
    case clientTypeNumbers.watch:
      return decodeWatch(reader, requestId);
    case clientTypeNumbers.ping:
      return decodePing(requestId);
    default:
      throw new CodecError("codec/invalid", "unknown request type");
  }
}
