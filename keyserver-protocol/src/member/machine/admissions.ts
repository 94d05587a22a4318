import { sha256 } from "@noble/hashes/sha2.js";
import { bytesEqualConstantTime, toBase64Url } from "@sotto/shared/codec";
import type { MailboxId } from "@sotto/shared/ids";
import type { Sequence } from "../../messages/index.ts";
import { decodeCredential, isSameInstance, openCredential, type Credential } from "../credential/index.ts";
import { claimOf, openKeyPackage, type JoinerKeyPackage } from "../mls/index.ts";
import type { RosterMember } from "../rules/index.ts";
import { nonceOf, openBlob, sealBlob } from "../seal/index.ts";
import type { MachineContext } from "./context.ts";
import { decodeKnockEnvelope, encodeWelcomeEnvelope } from "./envelopes.ts";
import type { Call } from "./identity.ts";
import { KNOCK_EVERY_MS, WELCOME_AGAIN_MS, WELCOME_KEPT_MS } from "./timing.ts";

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
  /** Who it claims to be. */
  readonly credential: Credential;
  /** MLSMessage with the key package. */
  readonly message: Uint8Array;
  readonly mailboxId: MailboxId;
  readonly hash: string;
  readonly leafPublicKey: Uint8Array;
  readonly since: number;
  lastKnockAt: number;
}

/** Somebody who knocks; whether the credential is true shows when `joiner` is asked for. */
export type Candidate = Readonly<Pick<Knock, "credential" | "mailboxId" | "hash" | "since">> & {
  readonly isVerified: boolean;
};

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
  /** When it was sent last, ms. */
  sentAt: number;
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
  /** Hash of a key package by the nonce of the sealed knock that brought it. */
  readonly #marks = new Map<string, string>();
  #changes = 0;

  constructor(context: MachineContext, call: Call) {
    this.#context = context;
    this.#call = call;
  }

  /** Everybody who knocks, the longest first. */
  get candidates(): Candidate[] {
    const heard = [...this.#heard.values()].map((knock) => ({ ...knock, isVerified: false }));
    const waiting = [...this.#waiting.values()].map((joiner) => ({ ...joiner, isVerified: true }));
    return [...heard, ...waiting].sort((a, b) => a.since - b.since);
  }

  /** Grows whenever somebody comes or goes. */
  get changes(): number {
    return this.#changes;
  }

  /** When somebody knocked last, ms; undefined if they did not, or have gone. */
  lastKnockOf(hash: string): number | undefined {
    return this.#knocking(hash)?.lastKnockAt;
  }

  /** The joiner behind a knock, verified; undefined if it does not verify, or is outdated. */
  async joiner(hash: string, roster: readonly RosterMember[]): Promise<Joiner | undefined> {
    const knock = this.#heard.get(hash);
    if (knock !== undefined) await this.#verify(knock, roster);
    return [...this.#waiting.values()].find((joiner) => joiner.hash === hash);
  }

  /**
   * Takes a knock that is known already, and says whether it was. It is not opened again: whoever repeats the nonce of another's
   * knock, as the key server can, has done no more than to repeat the knock.
   */
  repeated(blob: Uint8Array): boolean {
    const hash = this.#marks.get(nonceOf(blob));
    if (hash === undefined || !(this.#seen.has(hash) || this.#heard.has(hash))) return false;
    this.#repeated(hash);
    return true;
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
      if (this.#marks.size >= MAX_SEEN) this.#marks.clear();
      this.#marks.set(nonceOf(blob), hash);
      if (this.#seen.has(hash) || this.#heard.has(hash)) return this.#repeated(hash);
      if (this.#heard.size + this.#waiting.size >= MAX_WAITING) return;
      const { leafPublicKey, identity } = claimOf(message);
      if (roster.some((member) => bytesEqualConstantTime(member.leafPublicKey, leafPublicKey))) return;
      const { now } = this.#context;
      const credential = decodeCredential(identity);
      const times = { since: now, lastKnockAt: now };
      this.#heard.set(hash, { credential, message, mailboxId, hash, leafPublicKey, ...times });
      this.#changes += 1;
    } catch {
      this.#refuse();
    }
  }

  /** Drops somebody who can not be let in with this key package. */
  drop({ hash, credential }: Pick<Joiner, "hash" | "credential">): void {
    if (this.#forget(hash)) this.#see(hash);
    const name = instanceName(credential);
    if (this.#waiting.get(name)?.hash === hash) this.#waiting.delete(name);
  }

  /** Drops who is in the tree by now, or has a newer self there. */
  beginEpoch(roster: readonly RosterMember[]): void {
    const keys = new Set(roster.map(({ leafPublicKey }) => toBase64Url(leafPublicKey)));
    for (const { hash, leafPublicKey } of [...this.#heard.values()])
      if (keys.has(toBase64Url(leafPublicKey))) this.#forget(hash);
    for (const joiner of [...this.#waiting.values()]) if (isOutdated(joiner, roster)) this.drop(joiner);
  }

  /** Sends the Welcome of a commit that the log has taken to those it let in. */
  welcome(joiners: readonly Joiner[], welcome: Uint8Array, sequence: Sequence): void {
    const envelope = encodeWelcomeEnvelope({ sequence, welcome });
    for (const { hash, mailboxId } of joiners) {
      const place = { kind: "welcome", id: mailboxId } as const;
      const blob = sealBlob(this.#call.keys.outerSealKey, place, envelope, this.#context.options.random);
      const { now } = this.#context;
      const sent: SentWelcome = { mailboxId, blob, until: now + WELCOME_KEPT_MS, sentAt: now };
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
      if (now - lastKnockAt >= FORGET_AFTER_MS) this.#forget(hash);
    }
    for (const [hash, { until }] of this.#sent) if (until <= now) this.#sent.delete(hash);
  }

  async #verify(knock: Knock, roster: readonly RosterMember[]): Promise<void> {
    const { message, mailboxId, hash, since, lastKnockAt } = knock;
    const { mls, keys, check } = this.#call;
    this.#forget(hash);
    this.#see(hash);
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

  /** Whether there was such a knock, unverified. */
  #forget(hash: string): boolean {
    this.#changes += 1;
    return this.#heard.delete(hash);
  }

  #see(hash: string): void {
    if (this.#seen.size >= MAX_SEEN) this.#seen.clear();
    this.#seen.add(hash);
  }

  #take(joiner: Joiner, roster: readonly RosterMember[]): void {
    const key = instanceName(joiner.credential);
    const earlier = this.#waiting.get(key);
    if (isOutdated(joiner, roster) || (earlier?.credential.serial ?? 0) >= joiner.credential.serial) return;
    this.#changes += 1;
    this.#waiting.set(key, { ...joiner, since: earlier?.since ?? joiner.since });
  }

  /** Who knocks on still waits; or, if it was let in, has not got its Welcome. */
  #repeated(hash: string): void {
    const knock = this.#knocking(hash);
    if (knock !== undefined) knock.lastKnockAt = this.#context.now;
    const { now } = this.#context;
    const sent = this.#sent.get(hash);
    // A large one is still on its way when its joiner knocks next.
    if (sent === undefined || sent.until <= now || now < sent.sentAt + WELCOME_AGAIN_MS) return;
    sent.sentAt = now;
    this.#post(sent);
  }

  #knocking(hash: string): Knock | Joiner | undefined {
    const heard = this.#heard.get(hash);
    if (heard !== undefined) return heard;
    for (const joiner of this.#waiting.values()) if (joiner.hash === hash) return joiner;
    return undefined;
  }

  #post({ mailboxId, blob }: SentWelcome): void {
    this.#context.request({ type: "post", mailboxId, blob }, () => undefined);
  }
}

/** Name of a tab of a device: joiners keep it when they knock with a new key package. */
export function instanceName({ devicePublicKey, instanceTag }: Credential): string {
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
