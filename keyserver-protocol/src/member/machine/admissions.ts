import { sha256 } from "@noble/hashes/sha2.js";
import { bytesEqualConstantTime, toBase64Url } from "@sotto/shared/codec";
import type { MailboxId } from "@sotto/shared/ids";
import type { Sequence } from "../../messages/index.ts";
import { isSameInstance, openCredential, type Credential } from "../credential/index.ts";
import { leafKeyOf, openKeyPackage, type JoinerKeyPackage } from "../mls/index.ts";
import type { RosterMember } from "../rules/index.ts";
import { openBlob, sealBlob } from "../seal/index.ts";
import type { MachineContext } from "./context.ts";
import { decodeKnockEnvelope, encodeWelcomeEnvelope } from "./envelopes.ts";
import type { Call } from "./identity.ts";
import { ADMISSION_WINDOW_MS, KNOCK_EVERY_MS, MAX_JOINERS_PER_COMMIT, WELCOME_KEPT_MS } from "./timing.ts";

/** Somebody who waits to be let in, verified. */
export interface Joiner {
  readonly keyPackage: JoinerKeyPackage;
  readonly credential: Credential;
  readonly mailboxId: MailboxId;
  /** Hash of the key package, by which a repeated knock is known. */
  readonly hash: string;
  /** When it, or an earlier self of it, was first heard, ms. */
  readonly since: number;
  lastKnockAt: number;
}

/** A knock that nobody has verified. */
interface Knock {
  /** MLSMessage with the key package. */
  readonly message: Uint8Array;
  readonly mailboxId: MailboxId;
  readonly hash: string;
  readonly leafPublicKey: Uint8Array;
  readonly since: number;
  lastKnockAt: number;
}

/** Key packages verified before; joiners repeat their knocks, and verifying one costs milliseconds. */
const MAX_SEEN = 1024;
/** Knocks and joiners above this are not taken note of; they knock again. */
const MAX_WAITING = 256;
/** Who has not knocked for this long has gone: three knocks. */
const FORGET_AFTER_MS = 3 * KNOCK_EVERY_MS;

interface SentWelcome {
  readonly mailboxId: MailboxId;
  readonly blob: Uint8Array;
  readonly until: number;
}

/**
 * Those who knock, from the first knock until their Welcome is on its way. A knock is verified only where it is about to
 * be acted on, once: in a crowd most members let nobody in themselves.
 */
export class Admissions {
  readonly #context: MachineContext;
  readonly #call: Call;
  /** Heard and not verified, by the hash of the key package, in order. */
  readonly #heard = new Map<string, Knock>();
  readonly #waiting = new Map<string, Joiner>();
  /** Verified, or found wanting; by the hash of a key package. */
  readonly #seen = new Set<string>();
  readonly #sent = new Map<string, SentWelcome>();
  /** When enough for a whole commit waited first. */
  #fullSince: number | undefined;
  #epochSince: number;

  constructor(context: MachineContext, call: Call) {
    this.#context = context;
    this.#call = call;
    this.#epochSince = context.now;
  }

  /** When the first in turn lets in who waits, ms; undefined if nobody does. */
  get dueAt(): number | undefined {
    let earliest: number | undefined;
    for (const { since } of [...this.#heard.values(), ...this.#waiting.values()])
      earliest = Math.min(earliest ?? since, since);
    if (earliest === undefined) return undefined;
    const due = Math.min(earliest + ADMISSION_WINDOW_MS, this.#fullSince ?? Infinity);
    // Whoever did not get into the last commit begins to wait for this one's turns when it is there.
    return Math.max(due, this.#epochSince);
  }

  /** Verifies knocks, and returns who may be in the next commit, those who wait longest first. */
  async next(roster: readonly RosterMember[]): Promise<Joiner[]> {
    for (const knock of [...this.#heard.values()]) {
      if (this.#waiting.size >= MAX_JOINERS_PER_COMMIT) break;
      await this.#verify(knock, roster);
    }
    return [...this.#waiting.values()].sort((a, b) => a.since - b.since).slice(0, MAX_JOINERS_PER_COMMIT);
  }

  /** Takes a knock as it came from the key server; anything at all may be in it. */
  knock(blob: Uint8Array, roster: readonly RosterMember[]): void {
    try {
      const { keys } = this.#call;
      const place = { kind: "knock", id: keys.groupId } as const;
      const { keyPackage: message, mailboxId } = decodeKnockEnvelope(
        openBlob(keys.outerSealKey, place, blob),
      );
      const hash = toBase64Url(sha256(message));
      if (this.#seen.has(hash) || this.#heard.has(hash)) return this.#repeated(hash);
      if (this.#heard.size + this.#waiting.size >= MAX_WAITING) return;
      const leafPublicKey = leafKeyOf(message);
      if (roster.some((member) => bytesEqualConstantTime(member.leafPublicKey, leafPublicKey))) return;
      const { now } = this.#context;
      this.#heard.set(hash, { message, mailboxId, hash, leafPublicKey, since: now, lastKnockAt: now });
      this.#count();
    } catch {
      this.#refuse();
    }
  }

  /** Drops a joiner that can not be let in. */
  drop(joiner: Joiner): void {
    this.#waiting.delete(keyOf(joiner.credential));
    this.#count();
  }

  /** Drops who is in the tree by now, or has a newer self there. */
  beginEpoch(roster: readonly RosterMember[]): void {
    this.#epochSince = this.#context.now;
    const keys = new Set(roster.map(({ leafPublicKey }) => toBase64Url(leafPublicKey)));
    for (const { hash, leafPublicKey } of [...this.#heard.values()])
      if (keys.has(toBase64Url(leafPublicKey))) this.#heard.delete(hash);
    for (const joiner of [...this.#waiting.values()]) if (isOutdated(joiner, roster)) this.drop(joiner);
  }

  /** Sends the Welcome of a commit that the log has taken to those it let in. */
  welcome(joiners: readonly Joiner[], welcome: Uint8Array, sequence: Sequence): void {
    const envelope = encodeWelcomeEnvelope({ sequence, welcome });
    for (const { hash, mailboxId } of joiners) {
      const place = { kind: "welcome", id: mailboxId } as const;
      const blob = sealBlob(this.#call.keys.outerSealKey, place, envelope, this.#context.options.random);
      const sent: SentWelcome = { mailboxId, blob, until: this.#context.now + WELCOME_KEPT_MS };
      this.#sent.set(hash, sent);
      this.#post(sent);
    }
  }

  /** Forgets who stopped knocking. */
  tick(): void {
    const { now } = this.#context;
    for (const joiner of [...this.#waiting.values()]) {
      if (now - joiner.lastKnockAt >= FORGET_AFTER_MS) this.drop(joiner);
    }
    for (const [hash, { lastKnockAt }] of this.#heard) {
      if (now - lastKnockAt >= FORGET_AFTER_MS) this.#heard.delete(hash);
    }
    this.#count();
    for (const [hash, { until }] of this.#sent) if (until <= now) this.#sent.delete(hash);
  }

  async #verify(knock: Knock, roster: readonly RosterMember[]): Promise<void> {
    const { message, mailboxId, hash, since, lastKnockAt } = knock;
    const { mls, keys, check } = this.#call;
    this.#heard.delete(hash);
    if (this.#seen.size >= MAX_SEEN) this.#seen.clear();
    this.#seen.add(hash);
    try {
      const keyPackage = await openKeyPackage(mls, message, check);
      const credential = await openCredential(keyPackage.identity, keys.groupId, keyPackage.leafPublicKey);
      this.#take({ keyPackage, credential, mailboxId, hash, since, lastKnockAt }, roster);
    } catch {
      this.#refuse();
    }
  }

  #refuse(): void {
    this.#context.emit({ type: "refused", reason: "a knock that does not verify" });
  }

  /** Notes since when a whole commit's worth waits: then there is no more to wait for. */
  #count(): void {
    const isFull = this.#heard.size + this.#waiting.size >= MAX_JOINERS_PER_COMMIT;
    this.#fullSince = isFull ? (this.#fullSince ?? this.#context.now) : undefined;
  }

  #take(joiner: Joiner, roster: readonly RosterMember[]): void {
    const key = keyOf(joiner.credential);
    const earlier = this.#waiting.get(key);
    if (isOutdated(joiner, roster) || (earlier?.credential.serial ?? 0) >= joiner.credential.serial) return;
    this.#waiting.set(key, { ...joiner, since: earlier?.since ?? joiner.since });
  }

  /** Who knocks on still waits; or, if it was let in, has not got its Welcome. */
  #repeated(hash: string): void {
    const heard = this.#heard.get(hash);
    if (heard !== undefined) heard.lastKnockAt = this.#context.now;
    for (const joiner of this.#waiting.values())
      if (joiner.hash === hash) joiner.lastKnockAt = this.#context.now;
    const sent = this.#sent.get(hash);
    if (sent !== undefined && sent.until > this.#context.now) this.#post(sent);
  }

  #post({ mailboxId, blob }: SentWelcome): void {
    this.#context.request({ type: "post", mailboxId, blob }, () => undefined);
  }
}

function keyOf({ devicePublicKey, instanceTag }: Credential): string {
  return `${toBase64Url(devicePublicKey)}.${toBase64Url(instanceTag)}`;
}

/** Whether a joiner, or a later self of it, is in the call. */
function isOutdated({ credential, keyPackage }: Joiner, roster: readonly RosterMember[]): boolean {
  return roster.some(
    (member) =>
      bytesEqualConstantTime(member.leafPublicKey, keyPackage.leafPublicKey) ||
      (isSameInstance(member.credential, credential) && member.credential.serial >= credential.serial),
  );
}
