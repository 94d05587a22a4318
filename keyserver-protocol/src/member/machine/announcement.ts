import { ByteReader, ByteWriter } from "@sotto/shared/codec";
import {
  asCallSecret,
  callKeys,
  linkKeys,
  mailboxId,
  MAILBOX_SLOT_MS,
  mailboxSlot,
  mailboxToken,
  type CallKeys,
  type CallSecret,
  type LinkSecret,
  type MailboxId,
} from "@sotto/shared/ids";
import type { RandomBytes, SuiteName } from "../api.ts";
import { suiteFacts, suiteOfNumber } from "../mls/index.ts";
import { openBlob, sealBlob } from "../seal/index.ts";
import type { MachineContext } from "./context.ts";

const VERSION = 1;

/** A call as the announcement in the room's mailbox names it. */
export interface Announcement {
  readonly callSecret: CallSecret;
  readonly suite: SuiteName;
  /** When the call was announced first, ms of the key server's clock. Between two calls of a room the older one counts. */
  readonly since: number;
}

/** An announced call with what its secret opens. */
export interface CallAccess extends Announcement {
  readonly keys: CallKeys;
}

export function accessTo(announcement: Announcement): CallAccess {
  return { ...announcement, keys: callKeys(announcement.callSecret) };
}

/** The mailbox of a time slot of a room. */
export interface Slot {
  readonly number: number;
  readonly mailboxId: MailboxId;
  /** When the slot ends, ms of the key server's clock. */
  readonly endsAt: number;
}

/** The slot `offset` slots after the one of a time of the key server. */
export function slotAt(linkSecret: LinkSecret, serverNow: number, offset = 0): Slot {
  const number = Math.max(0, mailboxSlot(serverNow) + offset);
  return { number, mailboxId: mailboxId(linkSecret, number), endsAt: (number + 1) * MAILBOX_SLOT_MS };
}

/** What lies under an announcement's seal. */
export function encodeAnnouncement({ suite, since, callSecret }: Announcement): Uint8Array {
  return new ByteWriter().u8(VERSION).u16(suiteFacts(suite).number).u64(since).fixed(callSecret, 32).finish();
}

/** Seals an announcement for one mailbox of the room. */
export function sealAnnouncement(
  linkSecret: LinkSecret,
  id: MailboxId,
  announcement: Announcement,
  random: RandomBytes,
): Uint8Array {
  const data = encodeAnnouncement(announcement);
  return sealBlob(linkKeys(linkSecret).announcementKey, { kind: "announcement", id }, data, random);
}

/** Opens what lies in a mailbox; undefined if it is not an announcement that we can act on. */
export function openAnnouncement(
  linkSecret: LinkSecret,
  id: MailboxId,
  blob: Uint8Array,
): Announcement | undefined {
  try {
    const data = openBlob(linkKeys(linkSecret).announcementKey, { kind: "announcement", id }, blob);
    const reader = new ByteReader(data);
    if (reader.u8() !== VERSION) return undefined;
    const suite = suiteOfNumber(reader.u16());
    const since = reader.u64Number();
    const callSecret = asCallSecret(reader.fixed(32));
    reader.end();
    return suite && { callSecret, suite, since };
  } catch {
    return undefined;
  }
}

/** Whether the first of two calls of one room is the one where all should be. All who know both agree. */
export function isOlder(one: Announcement, other: Announcement): boolean {
  if (one.since !== other.since) return one.since < other.since;
  const index = one.callSecret.findIndex((byte, at) => byte !== other.callSecret[at]);
  return index !== -1 && (one.callSecret[index] ?? 0) < (other.callSecret[index] ?? 0);
}

/** Takes a call's announcement out of every mailbox it may lie in. Announcements of other calls stay: other tokens. */
export function withdrawAnnouncement(context: MachineContext, announcement: Announcement): void {
  for (const offset of [-1, 0, 1]) {
    const { mailboxId: id } = slotAt(context.options.linkSecret, context.serverNow, offset);
    const token = mailboxToken(announcement.callSecret, id);
    context.request({ type: "mailboxRemove", mailboxId: id, token }, () => undefined);
  }
}
