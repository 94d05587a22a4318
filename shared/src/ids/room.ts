import { ByteWriter, SottoError } from "../codec/index.ts";
import { derive } from "./derive.ts";
import { asLinkSecret, asMailboxId, type LinkSecret, type MailboxId } from "./types.ts";

/**
 * How long one mailbox id serves, ms. Short, so that two calls in one room share no id unless the second begins
 * within two slots of the first one's end; long against the time a message to the key server takes.
 */
export const MAILBOX_SLOT_MS = 20_000;

/** What a link opens. */
export interface LinkKeys {
  /** Seals the announcement of a call in the room's mailbox. */
  readonly announcementKey: Uint8Array;
}

/** Derives a link's keys. @throws SottoError `ids/length` if the secret is not 32 bytes */
export function linkKeys(linkSecret: LinkSecret): LinkKeys {
  const secret = asLinkSecret(linkSecret);
  return {
    announcementKey: derive(secret, "announcementKey"),
  };
}

/**
 * The room's mailbox during one slot; the next slot has an unrelated one.
 * @throws SottoError `ids/slot` if the slot is no number that {@link mailboxSlot} gives
 */
export function mailboxId(linkSecret: LinkSecret, slot: number): MailboxId {
  if (!Number.isSafeInteger(slot) || slot < 0) throw new SottoError("ids/slot", "not a mailbox slot");
  return asMailboxId(derive(asLinkSecret(linkSecret), "mailboxId", new ByteWriter().u64(slot).finish()));
}

/**
 * The slot of a time, ms since 1970. The time is the key server's as it tells it to everybody, so that people
 * whose clocks disagree look in the same place; a member believes it only within bounds.
 * @throws SottoError `ids/slot` if the time is before 1970 or no number
 */
export function mailboxSlot(timeMs: number): number {
  const slot = Math.floor(timeMs / MAILBOX_SLOT_MS);
  if (!Number.isSafeInteger(slot) || slot < 0) throw new SottoError("ids/slot", "not a time");
  return slot;
}

/**
 * The slots whose mailbox may hold a live announcement: the current one, and the one before for a call that is
 * about to move its announcement on. Members put it into the next slot's mailbox before the slot begins; a
 * creator writes to the current one, and starts over if the slot ended before its write was acknowledged.
 */
export function mailboxSlots(timeMs: number): readonly [current: number, previous: number] {
  const current = mailboxSlot(timeMs);
  return [current, Math.max(0, current - 1)];
}
