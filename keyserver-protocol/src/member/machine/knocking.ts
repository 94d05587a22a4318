import { SottoError } from "@sotto/shared/codec";
import { asMailboxId, type MailboxId } from "@sotto/shared/ids";
import { type Entry, type Mail, MAX_WRITERS } from "../../messages/index.ts";
import { forgetKeyPackage, isWelcomeFor, type OwnKeyPackage } from "../mls/index.ts";
import type { LobbyNote } from "../api.ts";
import { openBlob, sealBlob } from "../seal/index.ts";
import { withdrawAnnouncement, type CallAccess } from "./announcement.ts";
import type { MachineContext } from "./context.ts";
import { decodeWelcomeEnvelope, encodeKnockEnvelope, type WelcomeEnvelope } from "./envelopes.ts";
import { makeOwnKeyPackage, prepareCall, type Call } from "./identity.ts";
import { openLobbyNote } from "./lobbyNote.ts";
import type { Stage } from "./stage.ts";
import { KNOCK_EVERY_MS, LOBBY_PATIENCE_MS, renewKnockAfterMs, RETRY_MS, UNHEARD_KNOCKS } from "./timing.ts";

/** One request to be let in: a key package, and the private mailbox for the answer. */
interface Knock {
  readonly own: OwnKeyPackage;
  readonly mailboxId: MailboxId;
  /** Sealed once: by the same bytes the members know it again without opening it. */
  readonly blob: Uint8Array;
  readonly madeAt: number;
  /** When a note said last that we are heard and wait, ms. */
  notedAt: number | undefined;
}

/** Asks the members of a call to let us in, until a Welcome comes. */
export class Knocking implements Stage {
  readonly #context: MachineContext;
  readonly #access: CallAccess;
  #call: Call | undefined;
  #knock: Knock | undefined;
  #nextKnockAt: number | undefined;
  #unheard = 0;
  /** How many heard our last knock, as the key server says. */
  #listeners = 0;
  #lobby: LobbyNote | undefined;

  constructor(context: MachineContext, access: CallAccess) {
    this.#context = context;
    this.#access = access;
  }

  async connected(): Promise<void> {
    this.#context.enterPhase("knocking");
    this.#call ??= await prepareCall(this.#context, this.#access);
    await this.#begin(this.#call);
  }

  disconnected(): void {
    this.#nextKnockAt = undefined;
  }

  pushed(message: Entry | Mail): void {
    const [call, knock] = [this.#call, this.#knock];
    if (message.type !== "mail" || call === undefined || knock === undefined) return;
    const note = openLobbyNote(this.#access.keys.outerSealKey, knock.mailboxId, message.blob);
    if (note !== undefined) return this.#noted(knock, note);
    const envelope = this.#openMail(knock, message);
    if (envelope === undefined) return;
    this.#knock = undefined;
    this.#context.become({ kind: "verifying", call, own: knock.own, envelope });
  }

  async tick(): Promise<void> {
    const { now } = this.#context;
    if (this.#nextKnockAt === undefined || now < this.#nextKnockAt) return;
    if (this.#knock !== undefined && now >= this.#renewalAt(this.#knock)) {
      this.#context.knocksRenewed += 1;
      // Perhaps the call is another by now: look again, and come back with a new key package.
      this.#context.become({ kind: "finding" });
    } else if (this.#call !== undefined && this.#knock === undefined) {
      await this.#begin(this.#call);
    } else {
      this.#send();
    }
  }

  wakeAt(): number | undefined {
    return this.#nextKnockAt;
  }

  leave(): void {
    this.#context.finish();
  }

  hintGone(): void {
    // There is no roster yet.
  }

  dispose(): void {
    if (this.#knock !== undefined) forgetKeyPackage(this.#knock.own);
  }

  async #begin(call: Call): Promise<void> {
    const context = this.#context;
    if (this.#knock === undefined) {
      const own = await makeOwnKeyPackage(context, call);
      const mailboxId = asMailboxId(context.random(16));
      const blob = this.#seal(mailboxId, own);
      this.#knock = { own, mailboxId, blob, madeAt: context.now, notedAt: undefined };
    }
    const { mailboxId } = this.#knock;
    context.request({ type: "watch", mailboxId }, (reply) => {
      if (reply.type === "ok") return this.#send();
      this.#nextKnockAt = context.now + RETRY_MS;
      // Each knock has a mailbox of its own, and a connection may watch only so many: a new one watches none.
      if (reply.type === "error" && reply.code === "keyserver/limit") context.reconnect();
    });
  }

  /** Somebody in the call says why we are not let in. Who was turned away does not ask on its own account again. */
  #noted(knock: Knock, state: LobbyNote): void {
    knock.notedAt = this.#context.now;
    if (state !== this.#lobby) this.#context.emit({ type: "lobby", state });
    this.#lobby = state;
    if (state === "refused") this.#context.finish(new SottoError("call/refused", "a host did not let us in"));
    if (state === "banned") this.#context.finish(new SottoError("call/banned", "this device is banned"));
  }

  #seal(mailboxId: MailboxId, { message: keyPackage }: OwnKeyPackage): Uint8Array {
    const { groupId, outerSealKey } = this.#access.keys;
    const data = encodeKnockEnvelope({ mailboxId, keyPackage });
    return sealBlob(outerSealKey, { kind: "knock", id: groupId }, data, this.#context.options.random);
  }

  #send(): void {
    const { groupId } = this.#access.keys;
    if (this.#knock === undefined) return;
    const { blob } = this.#knock;
    this.#nextKnockAt = this.#context.now + KNOCK_EVERY_MS;
    this.#context.request({ type: "knock", groupId, blob }, (reply) => {
      const listeners = reply.type === "knocked" ? Math.min(reply.listeners, MAX_WRITERS) : 0;
      this.#listeners = listeners;
      const isHeard = listeners > 0;
      const isEmpty =
        reply.type === "knocked" || (reply.type === "error" && reply.code === "keyserver/unknown-group");
      if (isHeard) this.#unheard = 0;
      else if (isEmpty) this.#unheard += 1;
      if (this.#unheard >= UNHEARD_KNOCKS) this.#giveUp();
    });
  }

  /** When a knock without a Welcome is given up for a new one, ms. */
  #renewalAt({ madeAt, notedAt }: Knock): number {
    const patience = renewKnockAfterMs(this.#context.knocksRenewed, this.#listeners);
    return notedAt === undefined ? madeAt + patience : notedAt + LOBBY_PATIENCE_MS;
  }

  /** Nobody is in the announced call. If somebody comes back to it, they find ours announced. */
  #giveUp(): void {
    withdrawAnnouncement(this.#context, this.#access);
    this.#context.become({ kind: "finding" });
  }

  #openMail(knock: Knock, { mailboxId, blob }: Mail): WelcomeEnvelope | undefined {
    try {
      const place = { kind: "welcome", id: knock.mailboxId } as const;
      const envelope = decodeWelcomeEnvelope(openBlob(this.#access.keys.outerSealKey, place, blob));
      if (!isWelcomeFor(envelope.welcome, knock.own))
        throw new SottoError("mls/invalid", "a Welcome for others");
      return envelope;
    } catch {
      this.#context.emit({
        type: "refused",
        reason: `mail to ${mailboxId.length} bytes of mailbox does not open`,
      });
      return undefined;
    }
  }
}
