import { sha256 } from "@noble/hashes/sha2.js";
import { bytesEqualConstantTime } from "@sotto/shared/codec";
import { MAILBOX_SLOT_MS, mailboxSlot, mailboxToken } from "@sotto/shared/ids";
import {
  isOlder,
  openAnnouncement,
  sealAnnouncement,
  slotAt,
  withdrawAnnouncement,
  type Announcement,
  type Slot,
} from "./announcement.ts";
import type { MachineContext } from "./context.ts";
import {
  ANNOUNCE_AHEAD_MS,
  ANNOUNCEMENT_TTL_SECONDS,
  ANNOUNCERS,
  LOOK_AGAIN_MS,
  STAND_IN_MS,
} from "./timing.ts";

/** More than are looked at in turn: the one before, the current one, and the next. */
const SLOTS_KEPT = 8;

/** What the announcer needs to know of the call each time it acts. */
export interface AnnouncerFacts {
  /** This member's place in the order of who sees to things, 0 for the first. */
  readonly turn: number;
}

/**
 * Keeps the call findable: puts its announcement into the mailbox of the next time slot before that begins. If another
 * call is announced there (two began at once, or one lost its announcement with the key server's memory), the older one
 * counts: it takes the place, and the members of the other come over.
 */
export class Announcer {
  readonly #context: MachineContext;
  readonly #announcement: Announcement;
  readonly #olderFound: () => void;
  /** Asked for at every step, and each costs a derivation. */
  readonly #slots = new Map<number, Slot>();
  /** Slot that was announced last. */
  #done: number;
  /** When to announce in the current slot, out of turn: after a reconnect. */
  #nowAt: number | undefined;
  /** When to look whether the announcement that we put up still stands. */
  #lookAgain: { readonly at: number; readonly slot: Slot } | undefined;

  /** `olderFound` is called when an older call is announced. */
  constructor(context: MachineContext, announcement: Announcement, olderFound: () => void) {
    this.#context = context;
    this.#announcement = announcement;
    this.#olderFound = olderFound;
    this.#done = this.#slot(0).number;
  }

  /** The connection is back; the key server may have forgotten everything. */
  reconnected({ turn }: AnnouncerFacts): void {
    this.#done = this.#slot(0).number;
    this.#nowAt = turn < ANNOUNCERS ? this.#context.now + turn * STAND_IN_MS : undefined;
  }

  tick(facts: AnnouncerFacts): void {
    if (!this.#context.isConnected || facts.turn >= ANNOUNCERS) return;
    if (this.#nowAt !== undefined && this.#context.now >= this.#nowAt) {
      this.#nowAt = undefined;
      this.#announce(this.#slot(0));
    }
    if (this.#lookAgain !== undefined && this.#context.now >= this.#lookAgain.at) {
      const { slot } = this.#lookAgain;
      this.#lookAgain = undefined;
      this.#announce(slot);
    }
    const next = this.#slot(1);
    if (next.number > this.#done && this.#context.now >= this.#dueAt(facts)) {
      this.#done = next.number;
      this.#announce(next);
      // An older call takes the place later, if it comes later; and nobody would know without looking.
      this.#lookAgain = { at: this.#context.now + LOOK_AGAIN_MS, slot: next };
    }
  }

  wakeAt(facts: AnnouncerFacts): number | undefined {
    if (!this.#context.isConnected || facts.turn >= ANNOUNCERS) return undefined;
    return Math.min(this.#nowAt ?? Infinity, this.#lookAgain?.at ?? Infinity, this.#dueAt(facts));
  }

  /** Looks whether another call is announced, or one that is older than ours; calls `whenFound` if so. */
  look(wanted: "older" | "any", whenFound: () => void): void {
    for (const slot of [this.#slot(-1), this.#slot(0), this.#slot(1)]) {
      this.#context.request({ type: "mailboxRead", mailboxId: slot.mailboxId }, (reply) => {
        if (reply.type !== "mailbox" || !reply.found) return;
        const other = this.#otherIn(slot, reply.blob);
        if (other !== undefined && (wanted === "any" || isOlder(other, this.#announcement))) whenFound();
      });
    }
  }

  withdraw(): void {
    withdrawAnnouncement(this.#context, this.#announcement);
  }

  /** When the next slot's announcement is due here, in our own time. */
  #dueAt({ turn }: AnnouncerFacts): number {
    const beforeEnd = ANNOUNCE_AHEAD_MS - turn * STAND_IN_MS;
    const current = this.#slot(0);
    const end = this.#done > current.number ? current.endsAt + MAILBOX_SLOT_MS : current.endsAt;
    return end - beforeEnd - (this.#context.serverNow - this.#context.now);
  }

  #announce(slot: Slot): void {
    const { linkSecret, random } = this.#context.options;
    this.#context.request(
      {
        type: "mailboxCreate",
        mailboxId: slot.mailboxId,
        tokenHash: sha256(mailboxToken(this.#announcement.callSecret, slot.mailboxId)),
        ttlSeconds: ANNOUNCEMENT_TTL_SECONDS,
        blob: sealAnnouncement(linkSecret, slot.mailboxId, this.#announcement, random),
      },
      (reply) => {
        if (reply.type === "mailbox" && !reply.created) this.#found(slot, reply.blob);
      },
    );
  }

  #found(slot: Slot, blob: Uint8Array): void {
    const other = this.#otherIn(slot, blob);
    if (other === undefined) return;
    if (isOlder(other, this.#announcement)) return this.#olderFound();
    const token = mailboxToken(other.callSecret, slot.mailboxId);
    this.#context.request({ type: "mailboxRemove", mailboxId: slot.mailboxId, token }, () =>
      this.#announce(slot),
    );
  }

  /** The announcement of another call, if that is what the blob is. */
  #otherIn(slot: Slot, blob: Uint8Array): Announcement | undefined {
    const other = openAnnouncement(this.#context.options.linkSecret, slot.mailboxId, blob);
    const isOurs =
      other !== undefined && bytesEqualConstantTime(other.callSecret, this.#announcement.callSecret);
    return isOurs ? undefined : other;
  }

  #slot(offset: number): Slot {
    const { options, serverNow } = this.#context;
    const number = Math.max(0, mailboxSlot(serverNow) + offset);
    let slot = this.#slots.get(number);
    if (slot === undefined) {
      if (this.#slots.size >= SLOTS_KEPT) this.#slots.clear();
      this.#slots.set(number, (slot = slotAt(options.linkSecret, serverNow, offset)));
    }
    return slot;
  }
}
