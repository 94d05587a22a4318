import { sha256 } from "@noble/hashes/sha2.js";
import { bytesEqualConstantTime } from "@sotto/shared/codec";
import { asCallSecret, mailboxToken, type CallSecret, type MailboxToken } from "@sotto/shared/ids";
import {
  accessTo,
  openAnnouncement,
  sealAnnouncement,
  slotAt,
  type Announcement,
  type Slot,
} from "./announcement.ts";
import type { MachineContext } from "./context.ts";
import type { Stage } from "./stage.ts";
import { ANNOUNCE_MARGIN_MS, ANNOUNCEMENT_TTL_SECONDS, LOOK_FOR_CALL_MS, RETRY_MS } from "./timing.ts";

/**
 * Looks for the room's call in the mailbox of the current time slot and of the one before, and announces a new call
 * if there is none. The key server decides who is first: a mailbox holds one announcement. Who only waits for a call
 * announces none, and looks again.
 */
export class Finding implements Stage {
  readonly #context: MachineContext;
  /** Secret of the call that we announce if there is none. Kept, so that our own announcement is known again. */
  readonly #candidate: CallSecret;
  #retryAt: number | undefined;
  #saidEmpty = false;

  constructor(context: MachineContext) {
    this.#context = context;
    this.#candidate = asCallSecret(context.random(32));
  }

  connected(): void {
    const { linkSecret } = this.#context.options;
    this.#context.enterPhase("connecting");
    this.#retryAt = undefined;
    const current = slotAt(linkSecret, this.#context.serverNow);
    this.#read(current, () => {
      const previous = slotAt(linkSecret, this.#context.serverNow, -1);
      this.#read(previous, () => {
        if (this.#context.options.waitForCall === true) this.#wait();
        else this.#announce(current);
      });
    });
  }

  disconnected(): void {
    this.#retryAt = undefined;
  }

  pushed(): void {
    // Nothing is followed yet.
  }

  tick(): void {
    if (this.#retryAt === undefined || this.#context.now < this.#retryAt) return;
    this.connected();
  }

  wakeAt(): number | undefined {
    return this.#retryAt;
  }

  leave(): void {
    this.#context.finish();
  }

  hintGone(): void {
    // There is no roster yet.
  }

  dispose(): void {
    // The candidate is the call's secret by now, or was never shown to anybody.
  }

  /** Reads one mailbox; goes on with `whenEmpty` if nothing is there. */
  #read(slot: Slot, whenEmpty: () => void): void {
    this.#context.request({ type: "mailboxRead", mailboxId: slot.mailboxId }, (reply) => {
      if (reply.type !== "mailbox") return this.#retryIn(RETRY_MS);
      if (!reply.found) return whenEmpty();
      this.#found(slot, reply.blob);
    });
  }

  #wait(): void {
    if (!this.#saidEmpty) this.#context.emit({ type: "lobby", state: "empty" });
    this.#saidEmpty = true;
    this.#retryIn(LOOK_FOR_CALL_MS);
  }

  #announce(slot: Slot): void {
    const { linkSecret, suite, random } = this.#context.options;
    const since = Math.floor(this.#context.serverNow);
    const announcement: Announcement = { callSecret: this.#candidate, suite, since };
    this.#context.request(
      {
        type: "mailboxCreate",
        mailboxId: slot.mailboxId,
        tokenHash: sha256(this.#tokenFor(slot)),
        ttlSeconds: ANNOUNCEMENT_TTL_SECONDS,
        blob: sealAnnouncement(linkSecret, slot.mailboxId, announcement, random),
      },
      (reply) => {
        if (reply.type !== "mailbox") return this.#retryIn(RETRY_MS);
        if (!reply.created) return this.#found(slot, reply.blob);
        const leftMs = slot.endsAt - this.#context.serverNow;
        if (leftMs < ANNOUNCE_MARGIN_MS) return this.#startOver(slot, leftMs);
        this.#context.become({ kind: "creating", access: accessTo(announcement) });
      },
    );
  }

  /**
   * Our write came so late in the slot that somebody may have found this mailbox empty before it and the next one
   * empty too. So it is withdrawn, and the next slot decides.
   */
  #startOver(slot: Slot, leftMs: number): void {
    const token = this.#tokenFor(slot);
    this.#context.request({ type: "mailboxRemove", mailboxId: slot.mailboxId, token }, () => {
      this.#retryIn(Math.max(0, leftMs) + 1);
    });
  }

  #found(slot: Slot, blob: Uint8Array): void {
    const announcement = openAnnouncement(this.#context.options.linkSecret, slot.mailboxId, blob);
    // Somebody with the link, or the key server, put rubbish there. The next slot has another mailbox.
    if (announcement === undefined) return this.#retryIn(RETRY_MS);
    const access = accessTo(announcement);
    const isOurs = bytesEqualConstantTime(announcement.callSecret, this.#candidate);
    this.#context.become({ kind: isOurs ? "creating" : "knocking", access });
  }

  #tokenFor(slot: Slot): MailboxToken {
    return mailboxToken(this.#candidate, slot.mailboxId);
  }

  #retryIn(ms: number): void {
    this.#retryAt = this.#context.now + ms;
  }
}
