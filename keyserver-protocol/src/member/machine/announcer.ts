import { sha256 } from "@noble/hashes/sha2.js";
import { bytesEqualConstantTime } from "@sotto/shared/codec";
import { MAILBOX_SLOT_MS, mailboxToken } from "@sotto/shared/ids";
import {
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

/** What the announcer needs to know of the call each time it acts. */
export interface AnnouncerFacts {
  /** This member's place in the order of who sees to things, 0 for the first. */
  readonly turn: number;
  readonly isAlone: boolean;
}

/**
 * Keeps the call findable: puts its announcement into the mailbox of the next time slot before that begins. If another
 * call is announced there (two began at once, or one lost its announcement with the key server's memory), a member
 * that is alone goes over to it, and a call with several members takes the place back.
 */
export class Announcer {
  readonly #context: MachineContext;
  readonly #announcement: Announcement;
  readonly #moveOver: () => void;
  /** Slot that was announced last. */
  #done: number;
  /** When to announce in the current slot, out of turn: after a reconnect. */
  #nowAt: number | undefined;
  /** When a member that is alone looks whether the announcement that it put up still stands. */
  #lookAgain: { readonly at: number; readonly slot: Slot } | undefined;

  /** `moveOver` is called when this member should join the announced call instead. */
  constructor(context: MachineContext, announcement: Announcement, moveOver: () => void) {
    this.#context = context;
    this.#announcement = announcement;
    this.#moveOver = moveOver;
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
      this.#announce(this.#slot(0), facts);
    }
    if (this.#lookAgain !== undefined && this.#context.now >= this.#lookAgain.at) {
      const { slot } = this.#lookAgain;
      this.#lookAgain = undefined;
      this.#announce(slot, facts);
    }
    const next = this.#slot(1);
    if (next.number > this.#done && this.#context.now >= this.#dueAt(facts)) {
      this.#done = next.number;
      this.#announce(next, facts);
      // A call with several members takes the place from one that is alone, who can only see it by looking.
      if (facts.isAlone) this.#lookAgain = { at: this.#context.now + LOOK_AGAIN_MS, slot: next };
    }
  }

  wakeAt(facts: AnnouncerFacts): number | undefined {
    if (!this.#context.isConnected || facts.turn >= ANNOUNCERS) return undefined;
    return Math.min(this.#nowAt ?? Infinity, this.#lookAgain?.at ?? Infinity, this.#dueAt(facts));
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

  #announce(slot: Slot, facts: AnnouncerFacts): void {
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
        if (reply.type === "mailbox" && !reply.created) this.#found(slot, reply.blob, facts);
      },
    );
  }

  #found(slot: Slot, blob: Uint8Array, facts: AnnouncerFacts): void {
    const other = openAnnouncement(this.#context.options.linkSecret, slot.mailboxId, blob);
    if (other === undefined || bytesEqualConstantTime(other.callSecret, this.#announcement.callSecret))
      return;
    if (facts.isAlone) return this.#moveOver();
    const token = mailboxToken(other.callSecret, slot.mailboxId);
    this.#context.request({ type: "mailboxRemove", mailboxId: slot.mailboxId, token }, () => {
      this.#announce(slot, facts);
    });
  }

  #slot(offset: number): Slot {
    return slotAt(this.#context.options.linkSecret, this.#context.serverNow, offset);
  }
}
