import { ByteReader, ByteWriter, CodecError } from "@sotto/shared/codec";
import { decodeHeader, encodeHeader } from "./header.ts";
import { decodeAppended, encodeAppended, type Appended } from "./server/appended.ts";
import { decodeConflict, encodeConflict, type Conflict } from "./server/conflict.ts";
import { decodeEntry, encodeEntry, type Entry } from "./server/entry.ts";
import { decodeErrorReply, encodeErrorReply, type ErrorReply } from "./server/error.ts";
import { decodeGroupState, encodeGroupState, type GroupState } from "./server/groupState.ts";
import { decodeHello, encodeHello, type Hello } from "./server/hello.ts";
import { decodeKnocked, encodeKnocked, type Knocked } from "./server/knocked.ts";
import { decodeMail, encodeMail, type Mail } from "./server/mail.ts";
import { decodeMailbox, encodeMailbox, type Mailbox } from "./server/mailbox.ts";
import { decodeOk, type Ok } from "./server/ok.ts";
import { decodePublished, encodePublished, type Published } from "./server/published.ts";
import { decodeSubscribed, encodeSubscribed, type Subscribed } from "./server/subscribed.ts";

/** Pushes: sent without having been asked for one by one; their request id is 0. */
export type ServerPush = Entry | Mail | Hello;

/** Answers to requests. */
export type ServerReply =
  GroupState | Appended | Conflict | Published | Subscribed | Knocked | Mailbox | Ok | ErrorReply;

/** Everything a keyserver may say. */
export type ServerMessage = ServerReply | ServerPush;

/** Second byte of each reply or push. */
export const serverTypeNumbers = {
  groupState: 0x81,
  appended: 0x82,
  conflict: 0x83,
  published: 0x84,
  subscribed: 0x85,
  entry: 0x86,
  knocked: 0x87,
  mailbox: 0x88,
  mail: 0x89,
  ok: 0x8a,
  error: 0x8b,
  hello: 0x8c,
} as const satisfies Record<ServerMessage["type"], number>;

/** Bytes of a reply or push. Throws as `encodeClientMessage` does. */
export function encodeServerMessage(message: ServerMessage): Uint8Array {
  const writer = new ByteWriter();
  encodeHeader(writer, { typeNumber: serverTypeNumbers[message.type], requestId: message.requestId });
  encodeBody(writer, message);
  return writer.finish();
}

function encodeBody(writer: ByteWriter, message: ServerMessage): void {
  switch (message.type) {
    case "groupState":
      return encodeGroupState(writer, message);
    case "appended":
      return encodeAppended(writer, message);
    case "conflict":
      return encodeConflict(writer, message);
    case "published":
      return encodePublished(writer, message);
    case "subscribed":
      return encodeSubscribed(writer, message);
    case "entry":
      return encodeEntry(writer, message);
    case "knocked":
      return encodeKnocked(writer, message);
    case "mailbox":
      return encodeMailbox(writer, message);
    case "mail":
      return encodeMail(writer, message);
    case "ok":
      return;
    case "error":
      return encodeErrorReply(writer, message);
    case "hello":
      return encodeHello(writer, message);
  }
}

/** Reads a reply or push. Throws CodecError for anything that is not exactly one well-formed message. */
export function decodeServerMessage(bytes: Uint8Array): ServerMessage {
  const reader = new ByteReader(bytes);
  const { typeNumber, requestId } = decodeHeader(reader);
  const message = decodeBody(reader, typeNumber, requestId);
  reader.end();
  // An error may tell why the server hangs up, which answers no request.
  const isPush = message.type === "entry" || message.type === "mail" || message.type === "hello";
  if (message.type !== "error" && isPush !== (requestId === 0)) {
    throw new CodecError("codec/invalid", "request id 0 is for pushes");
  }
  return message;
}

function decodeBody(reader: ByteReader, typeNumber: number, requestId: number): ServerMessage {
  switch (typeNumber) {
    case serverTypeNumbers.groupState:
      return decodeGroupState(reader, requestId);
    case serverTypeNumbers.appended:
      return decodeAppended(reader, requestId);
    case serverTypeNumbers.conflict:
      return decodeConflict(reader, requestId);
    case serverTypeNumbers.published:
      return decodePublished(reader, requestId);
    case serverTypeNumbers.subscribed:
      return decodeSubscribed(reader, requestId);
    case serverTypeNumbers.entry:
      return decodeEntry(reader);
    case serverTypeNumbers.knocked:
      return decodeKnocked(reader, requestId);
    case serverTypeNumbers.mailbox:
      return decodeMailbox(reader, requestId);
    case serverTypeNumbers.mail:
      return decodeMail(reader);
    case serverTypeNumbers.ok:
      return decodeOk(requestId);
    case serverTypeNumbers.error:
      return decodeErrorReply(reader, requestId);
    case serverTypeNumbers.hello:
      return decodeHello(reader);
    default:
      throw new CodecError("codec/invalid", "unknown reply type");
  }
}
