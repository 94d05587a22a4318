import { SottoError } from "../codec/index.ts";
import { derive } from "./derive.ts";
import {
  asLinkSecret,
  asMailboxId,
  asMailboxToken,
  type LinkSecret,
  type MailboxId,
  type MailboxToken,
} from "./types.ts";

const DAY_MS = 86_400_000;

/** What a link opens: the key that seals the announcement, and the right to refresh or remove it. */
export interface LinkKeys {
  readonly announcementKey: Uint8Array;
  readonly mailboxToken: MailboxToken;
}

/** Derives a link's keys. @throws SottoError `ids/length` if the secret is not 32 bytes */
export function linkKeys(linkSecret: LinkSecret): LinkKeys {
  const secret = asLinkSecret(linkSecret);
  return {
    announcementKey: derive(secret, "announcementKey"),
    mailboxToken: asMailboxToken(derive(secret, "mailboxToken")),
  };
}

/**
 * The room's mailbox on one UTC day; the next day has an unrelated one.
 * @param day `YYYY-MM-DD`, as {@link utcDay} writes it
 * @throws SottoError `ids/day` if it is written in any other way
 */
export function mailboxId(linkSecret: LinkSecret, day: string): MailboxId {
  const midnight = /^\d{4}-\d{2}-\d{2}$/.test(day) ? Date.parse(`${day}T00:00:00Z`) : NaN;
  if (Number.isNaN(midnight) || utcDay(midnight) !== day) throw new SottoError("ids/day", "not a UTC day");
  return asMailboxId(derive(asLinkSecret(linkSecret), "mailboxId", new TextEncoder().encode(day)));
}

/** The UTC day of a time in milliseconds since 1970, as `YYYY-MM-DD`. @throws SottoError `ids/day` */
export function utcDay(nowMs: number): string {
  const date = new Date(nowMs);
  const year = date.getUTCFullYear();
  if (!(year >= 0 && year <= 9999)) throw new SottoError("ids/day", "time without a four-digit year");
  return date.toISOString().slice(0, 10);
}

/**
 * The days whose mailbox may hold a live announcement: today's, where creators write, and both neighbours,
 * for a call that runs over midnight and for clocks that disagree.
 */
export function mailboxDays(nowMs: number): readonly [today: string, yesterday: string, tomorrow: string] {
  return [utcDay(nowMs), utcDay(nowMs - DAY_MS), utcDay(nowMs + DAY_MS)];
}
