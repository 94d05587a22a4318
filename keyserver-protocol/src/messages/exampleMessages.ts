import {
  asCapability,
  asCapabilityHash,
  asEpoch,
  asGroupId,
  asMailboxId,
  asMailboxToken,
} from "@sotto/shared/ids";
import type { ClientMessage, ServerMessage } from "./index.ts";
import { toSequence } from "./sequence.ts";

// One example of every message, for the tests beside it and for the vectors in docs/protocol-keyserver.md.
// Fields are filled with one byte each, so that they are told apart in the hex.

const filled = (byte: number, length: number): Uint8Array => new Uint8Array(length).fill(byte);

const groupId = asGroupId(filled(0x11, 16));
const mailboxId = asMailboxId(filled(0x22, 16));
const capability = asCapability(filled(0x33, 32));
const capabilityHash = asCapabilityHash(filled(0x44, 32));
const token = asMailboxToken(filled(0x55, 32));
const tokenHash = filled(0x66, 32);
const blob = Uint8Array.of(0xb1, 0x0b);
const writers = [filled(0x77, 32), filled(0x78, 32)];
const authorship = { writer: filled(0x77, 32), signature: filled(0x99, 64) };
const commitMark = {
  instead: toSequence(771),
  nextCapabilityHash: capabilityHash,
  added: [filled(0x78, 32)],
  removed: [filled(0x79, 32)],
  ...authorship,
};
const applicationMark = { after: toSequence(772), ...authorship };
const requestId = 7;

export const exampleClientMessages: readonly ClientMessage[] = [
  { type: "createGroup", requestId, groupId, epoch: asEpoch(0), capabilityHash, writers },
  {
    type: "append",
    requestId,
    groupId,
    epoch: asEpoch(258),
    capability,
    mark: commitMark,
    blob,
  },
  { type: "publish", requestId, groupId, epoch: asEpoch(258), capability, mark: applicationMark, blob },
  { type: "subscribe", requestId, groupId, fromSequence: toSequence(772) },
  { type: "unsubscribe", requestId, groupId },
  { type: "knock", requestId, groupId, blob },
  { type: "mailboxCreate", requestId, mailboxId, tokenHash, ttlSeconds: 45, blob },
  { type: "mailboxRead", requestId, mailboxId },
  { type: "mailboxRefresh", requestId, mailboxId, token, ttlSeconds: 45 },
  { type: "mailboxRemove", requestId, mailboxId, token },
  { type: "post", requestId, mailboxId, blob },
  { type: "watch", requestId, mailboxId },
  { type: "ping", requestId },
];

export const exampleServerMessages: readonly ServerMessage[] = [
  { type: "groupState", requestId, epoch: asEpoch(0), nextSequence: toSequence(1), created: true },
  { type: "appended", requestId, epoch: asEpoch(259), sequence: toSequence(772) },
  {
    type: "conflict",
    requestId,
    epoch: asEpoch(259),
    entries: [
      { sequence: toSequence(772), kind: "commit", epoch: asEpoch(258), mark: commitMark, blob },
      { sequence: toSequence(773), kind: "application", epoch: asEpoch(259), mark: applicationMark, blob },
    ],
    complete: true,
    footing: { epoch: asEpoch(258), sequence: toSequence(772) },
  },
  { type: "published", requestId, sequence: toSequence(773) },
  {
    type: "subscribed",
    requestId,
    epoch: asEpoch(259),
    nextSequence: toSequence(774),
    oldestSequence: toSequence(262),
  },
  {
    type: "entry",
    requestId: 0,
    groupId,
    sequence: toSequence(772),
    kind: "commit",
    epoch: asEpoch(258),
    mark: commitMark,
    blob,
  },
  { type: "knocked", requestId, listeners: 3 },
  { type: "mailbox", requestId, created: false, found: true, blob },
  { type: "mail", requestId: 0, mailboxId, blob },
  { type: "ok", requestId },
  { type: "error", requestId, code: "keyserver/trimmed", message: "gone" },
  { type: "hello", requestId: 0, timeMs: 1_800_000_000_000 },
];
