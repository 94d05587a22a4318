/** The keyserver's wire: every binary message, one structure a file, and the bounds both ends hold to. */
export * from "./bounds.ts";
export { isUnambiguous } from "./ed25519.ts";
export { maxBlobBytes, type EntryKind } from "./entryKind.ts";
export { HEADER_BYTES, PROTOCOL_VERSION, requestIdOf } from "./header.ts";
export { errorNumbers, KeyserverError, type KeyserverErrorCode } from "./keyserverError.ts";
export {
  applicationContent,
  commitContent,
  readApplicationMark,
  readCommitMark,
  writeApplicationMark,
  writeCommitMark,
  type ApplicationMark,
  type CommitClaims,
  type CommitMark,
  type MarkPlace,
} from "./marks.ts";
export { toSequence, type Sequence } from "./sequence.ts";
export {
  changedWriters,
  compareKeys,
  isWriterIn,
  readWriterList,
  sortedKeys,
  writeWriterList,
  type WriterKey,
} from "./writers.ts";

export {
  clientTypeNumbers,
  decodeClientMessage,
  encodeClientMessage,
  type ClientMessage,
} from "./clientMessage.ts";
export type { Append } from "./client/append.ts";
export type { CreateGroup } from "./client/createGroup.ts";
export type { Knock } from "./client/knock.ts";
export type { MailboxCreate } from "./client/mailboxCreate.ts";
export type { MailboxRead } from "./client/mailboxRead.ts";
export type { MailboxRefresh } from "./client/mailboxRefresh.ts";
export type { MailboxRemove } from "./client/mailboxRemove.ts";
export type { Ping } from "./client/ping.ts";
export type { Post } from "./client/post.ts";
export type { Publish } from "./client/publish.ts";
export type { Subscribe } from "./client/subscribe.ts";
export type { Unsubscribe } from "./client/unsubscribe.ts";
export type { Watch } from "./client/watch.ts";

export {
  decodeServerMessage,
  encodeServerMessage,
  serverTypeNumbers,
  type ServerMessage,
  type ServerPush,
  type ServerReply,
} from "./serverMessage.ts";
export type { Appended } from "./server/appended.ts";
export type { Conflict, Footing } from "./server/conflict.ts";
export type { ApplicationEntry, CommitEntry, Entry, KnockEntry, LogEntry } from "./server/entry.ts";
export type { ErrorReply } from "./server/error.ts";
export type { GroupState } from "./server/groupState.ts";
export type { Hello } from "./server/hello.ts";
export type { Knocked } from "./server/knocked.ts";
export type { Mail } from "./server/mail.ts";
export type { Mailbox } from "./server/mailbox.ts";
export type { Ok } from "./server/ok.ts";
export type { Published } from "./server/published.ts";
export type { Subscribed } from "./server/subscribed.ts";
