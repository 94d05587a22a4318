import { sha256 } from "@noble/hashes/sha2.js";
import { bytesEqualConstantTime, toBase64Url } from "@sotto/shared/codec";
import type { MailboxId } from "@sotto/shared/ids";
import type { Sequence } from "../../messages/index.ts";
import { isSameInstance, openCredential, type Credential } from "../credential/index.ts";
import { openKeyPackage, type JoinerKeyPackage } from "../mls/index.ts";
import type { RosterMember } from "../rules/index.ts";
import { openBlob, sealBlob } from "../seal/index.ts";
import type { MachineContext } from "./context.ts";
import { decodeKnockEnvelope, encodeWelcomeEnvelope } from "./envelopes.ts";
import type { Call } from "./identity.ts";
import { KNOCK_EVERY_MS, MAX_JOINERS_PER_COMMIT, WELCOME_KEPT_MS } from "./timing.ts";

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

/** Key packages seen before; joiners repeat their knocks, and verifying one costs milliseconds. */
const MAX_SEEN = 1024;
/** Waiting joiners above this are not taken note of; they knock again. */
const MAX_WAITING = 256;
/** Who has not knocked for this long has gone: three knocks. */
const FORGET_AFTER_MS = 3 * KNOCK_EVERY_MS;

interface SentWelcome {
  readonly mailboxId: MailboxId;
  readonly blob: Uint8Array;
  readonly until: number;
}

/** Those who knock, from the first knock until their Welcome is on its way. */
export class Admissions {
  readonly #context: MachineContext;
  readonly #call: Call;
  readonly #waiting = new Map<string, Joiner>();
  /** By the hash of a key package. */
  readonly #seen = new Set<string>();
  readonly #sent = new Map<string, SentWelcome>();

  constructor(context: MachineContext, call: Call) {
    this.#context = context;
    this.#call = call;
  }

  /** Since when somebody waits, ms. */
  get waitingSince(): number | undefined {
    let earliest: number | undefined;
    for (const { since } of this.#waiting.values()) earliest = Math.min(earliest ?? since, since);
    return earliest;
  }

  /** Who may be in the next commit, those who wait longest first. */
  get next(): Joiner[] {
    return [...this.#waiting.values()].sort((a, b) => a.since - b.since).slice(0, MAX_JOINERS_PER_COMMIT);
  }

  /** Takes a knock as it came from the key server; anything at all may be in it. */
  async knock(blob: Uint8Array, roster: readonly RosterMember[]): Promise<void> {
    try {
      const { keys, mls, check } = this.#call;
      const place = { kind: "knock", id: keys.groupId } as const;
      const { keyPackage: message, mailboxId } = decodeKnockEnvelope(
        openBlob(keys.outerSealKey, place, blob),
      );
      const hash = toBase64Url(sha256(message));
      if (this.#seen.has(hash)) return this.#repeated(hash);
      if (this.#waiting.size >= MAX_WAITING) return;
      if (this.#seen.size >= MAX_SEEN) this.#seen.clear();
      this.#seen.add(hash);
      const keyPackage = await openKeyPackage(mls, message, check);
      const credential = await openCredential(keyPackage.identity, keys.groupId, keyPackage.leafPublicKey);
      const { now } = this.#context;
      this.#take({ keyPackage, credential, mailboxId, hash, since: now, lastKnockAt: now }, roster);
    } catch {
      this.#context.emit({ type: "refused", reason: "a knock that does not verify" });
    }
  }

  /** Drops a joiner that can not be let in. */
  drop(joiner: Joiner): void {
    this.#waiting.delete(keyOf(joiner.credential));
  }

  /** Drops who is in the tree by now, or has a newer self there. */
  beginEpoch(roster: readonly RosterMember[]): void {
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
    for (const [hash, { until }] of this.#sent) if (until <= now) this.#sent.delete(hash);
  }

  #take(joiner: Joiner, roster: readonly RosterMember[]): void {
    const key = keyOf(joiner.credential);
    const earlier = this.#waiting.get(key);
    if (isOutdated(joiner, roster) || (earlier?.credential.serial ?? 0) >= joiner.credential.serial) return;
    this.#waiting.set(key, { ...joiner, since: earlier?.since ?? joiner.since });
  }

  /** Who knocks on still waits; or, if it was let in, has not got its Welcome. */
  #repeated(hash: string): void {
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
