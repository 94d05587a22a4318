import { bytesEqualConstantTime, toBase64Url } from "@sotto/shared/codec";
import type { Epoch, ParticipantId } from "@sotto/shared/ids";
import { MAX_REPORTED_EPOCHS, type Report, type ReportedEpoch } from "./report.ts";

/**
 * What the members' reports say about the key server: `withheld` others are in an epoch that it does not tell us of,
 * `forked` it has told somebody another history than us.
 */
export type Integrity = "ok" | "withheld" | "forked";

/** What has become of a report. */
export type Hearing = "taken" | "stranger" | "replay";

/** Epochs that a report is compared with; older ones are of no use to who plays them again. */
const OWN_EPOCHS = 64;
/** How long somebody must stand by another history before it is a fork, ms: who has just joined again needs a moment. */
export const CONFIRM_MS = 3_000;
/**
 * The same after the log was lost, ms. Then histories can part without anybody's fault: a commit may have reached some
 * and not others. The smaller side joins again, and needs time for it.
 */
export const CONFIRM_AFTER_LOSS_MS = 20_000;
/** How long the key server may take to tell us of an epoch that another member has, ms. */
export const WITHHELD_MS = 10_000;
/**
 * How long a member that has come may be without a way to the others, ms. Until then an epoch is not held up for want
 * of its report: it has no older key that it could be sent to with.
 */
export const NEWCOMER_MS = 5_000;
/** A break in reading the log that does not count, ms: after asking for it anew, for example. */
const AWAY_MS = 3_000;

interface OwnEpoch {
  readonly hash: Uint8Array;
  /** All others, in base64url. */
  readonly members: ReadonlySet<string>;
}

interface Claim {
  readonly epoch: Epoch;
  readonly since: number;
}
const NOBODY: Pick<OwnEpoch, "members"> = { members: new Set() };

/**
 * Compares what members report with what we know ourselves. Knows no time and no keys but what it is given: reports
 * come in with their signatures verified.
 */
export class Comparison {
  /** In order of epochs. */
  readonly #own = new Map<Epoch, OwnEpoch>();
  readonly #numbers = new Map<string, number>();
  /** When each member came, as far as we were there. */
  readonly #cameAt = new Map<string, number>();
  /** What each member reported last. */
  readonly #last = new Map<string, readonly ReportedEpoch[]>();
  /** Who reports another history, and since when. */
  readonly #deviants = new Map<string, number>();
  /** Who reports a later epoch than ours, and since when. */
  readonly #ahead = new Map<string, Claim>();
  #current: Epoch | undefined;
  #isLive = false;
  #awaySince: number | undefined;
  /** Since when the key server could have told us all that it knows, short breaks aside. */
  #liveSince: number | undefined;
  #hasLost = false;
  #forkedBy: string | undefined;

  /** Begins an epoch of ours. `members` are all others in it. */
  begin({ epoch, hash }: ReportedEpoch, members: readonly ParticipantId[], now: number): void {
    const keys = new Set(members.map(toBase64Url));
    for (const key of keys) if (!this.#cameAt.has(key)) this.#cameAt.set(key, now);
    this.#current = epoch;
    this.#own.set(epoch, { hash, members: keys });
    for (const oldest of this.#own.keys()) {
      if (this.#own.size <= OWN_EPOCHS) break;
      this.#own.delete(oldest);
    }
    for (const record of [this.#cameAt, this.#last, this.#deviants, this.#ahead]) {
      for (const key of record.keys()) if (!keys.has(key)) record.delete(key);
    }
    for (const [key, claim] of this.#ahead) if (claim.epoch <= epoch) this.#ahead.delete(key);
    for (const key of this.#numbers.keys()) if (!this.knows(key)) this.#numbers.delete(key);
  }

  /** Says whether we have read all that the key server's log holds. */
  setLive(isLive: boolean, now: number): void {
    this.#isLive = isLive;
    this.#awaySince = isLive ? undefined : (this.#awaySince ?? now);
    if (isLive) this.#liveSince ??= now;
    else if (now - (this.#awaySince ?? now) >= AWAY_MS) this.#liveSince = undefined;
  }

  /** Says whether the log was lost not long ago. */
  setLost(hasLost: boolean): void {
    this.#hasLost = hasLost;
  }

  /** Our last epochs, newest first, as they are reported. */
  get lastEpochs(): ReportedEpoch[] {
    const epochs = [...this.#own].map(([epoch, { hash }]) => ({ epoch, hash }));
    return epochs.reverse().slice(0, MAX_REPORTED_EPOCHS);
  }

  /** Whether a report is worth verifying: of somebody we know, and newer than the last. */
  preview({ sender, number }: Report): Hearing {
    const key = toBase64Url(sender);
    if (!this.knows(key)) return "stranger";
    return number > (this.#numbers.get(key) ?? -1) ? "taken" : "replay";
  }

  /**
   * Whether a report tells more than we know: of an epoch that we know otherwise or not yet, or of somebody who deviates. Where
   * nobody waits for all to have an epoch, one that does not changes nothing, whoever made it.
   */
  isNews({ sender, epochs }: Report): boolean {
    const key = toBase64Url(sender);
    const isLater = (epochs[0]?.epoch ?? 0) > (this.#current ?? -1);
    return isLater || this.#deviants.has(key) || this.#contradicts(key, epochs);
  }

  /** Takes in a report whose signature holds. */
  hear(report: Report, now: number): Hearing {
    const hearing = this.preview(report);
    if (hearing !== "taken") return hearing;
    const key = toBase64Url(report.sender);
    this.#numbers.set(key, report.number);
    this.#last.set(key, report.epochs);
    this.#noteDeviance(key, report.isLive, now);
    this.#noteProgress(key, report, now);
    return "taken";
  }

  /** What is to be told at this time. `forked` is for good. */
  integrity(now: number): Integrity {
    if (this.#forkedBy !== undefined) return "forked";
    return this.#dueOf(this.#ahead.values()) <= now ? "withheld" : "ok";
  }

  /** The participant whose report made it `forked`, in base64url. */
  get forkedBy(): string | undefined {
    return this.#forkedBy;
  }

  /** Whether half of the others, or more, are in later epochs for so long that we are who is left out. */
  isLeftOut(now: number, afterMs: number): boolean {
    const others = this.#current === undefined ? 0 : (this.#own.get(this.#current)?.members.size ?? 0);
    const late = [...this.#ahead.values()].filter((claim) => this.#since(claim) + afterMs <= now);
    return others > 0 && 2 * late.length >= others;
  }

  /**
   * Whether more members stand by another history than by ours, so that it is for us to go over to them. With as many
   * on both sides, those with the lowest id stay: both sides see the same.
   * @param self our own id
   */
  isOutnumbered(self: ParticipantId, now: number): boolean {
    const { members } = (this.#current === undefined ? undefined : this.#own.get(this.#current)) ?? NOBODY;
    const steady = [...this.#deviants].filter(([, since]) => now - since >= CONFIRM_MS);
    const theirs = steady.map(([key]) => key).sort();
    const ours = [...members, toBase64Url(self)].filter((key) => !this.#deviants.has(key)).sort();
    if (theirs.length !== ours.length) return theirs.length > ours.length;
    return (theirs[0] ?? "") < (ours[0] ?? "");
  }

  /** Whether somebody reports another history, so that both should look again soon. */
  get isSuspicious(): boolean {
    return this.#deviants.size > 0;
  }

  /** Whether somebody reports a later epoch than ours. */
  get isBehind(): boolean {
    return this.#ahead.size > 0;
  }

  /** Whether every other member is known to have the current epoch, or has just come and can not have reported one yet. */
  isReachedByAll(now: number): boolean {
    const current = this.#current;
    if (current === undefined) return false;
    const { members } = this.#own.get(current) ?? NOBODY;
    for (const key of members) {
      const newest = this.#last.get(key)?.[0]?.epoch;
      const isNew = now - (this.#cameAt.get(key) ?? -Infinity) < NEWCOMER_MS;
      if (newest === undefined ? !isNew : newest < current || this.#deviates(key)) return false;
    }
    return true;
  }

  /** When `integrity` changes if nothing is heard, ms. */
  wakeAt(): number | undefined {
    const due = this.#dueOf(this.#ahead.values());
    return Number.isFinite(due) ? due : undefined;
  }

  /** Whether a participant, in base64url, was in one of our recent epochs. */
  knows(key: string): boolean {
    const current = this.#current === undefined ? undefined : this.#own.get(this.#current);
    if (current?.members.has(key) === true) return true;
    for (const { members } of this.#own.values()) if (members.has(key)) return true;
    return false;
  }

  #deviates(key: string): boolean {
    return this.#contradicts(key, this.#last.get(key) ?? []);
  }

  /** Whether a report has an epoch that we know as another, of a time when its sender was a member. */
  #contradicts(key: string, epochs: readonly ReportedEpoch[]): boolean {
    return epochs.some(({ epoch, hash }) => {
      const own = this.#own.get(epoch);
      return own?.members.has(key) === true && !bytesEqualConstantTime(own.hash, hash);
    });
  }

  #noteDeviance(key: string, isSenderLive: boolean, now: number): void {
    if (!this.#deviates(key)) {
      this.#deviants.delete(key);
      return;
    }
    // Who has lost the log may only not know yet what became of it.
    if (!isSenderLive || !this.#isLive) return;
    const since = this.#deviants.get(key) ?? now;
    this.#deviants.set(key, since);
    if (now - since >= (this.#hasLost ? CONFIRM_AFTER_LOSS_MS : CONFIRM_MS)) this.#forkedBy ??= key;
  }

  #noteProgress(key: string, { epochs, isLive }: Report, now: number): void {
    const newest = epochs[0]?.epoch;
    const current = this.#current;
    if (newest === undefined || current === undefined) return;
    const isMember = this.#own.get(current)?.members.has(key) === true;
    if (newest > current && isLive && isMember && !this.#ahead.has(key)) {
      this.#ahead.set(key, { epoch: newest, since: now });
    }
  }

  #dueOf(claims: Iterable<Claim>): number {
    return Math.min(Infinity, ...[...claims].map((claim) => this.#since(claim) + WITHHELD_MS));
  }

  /** Since when the key server could have told us: not before we read its log. */
  #since({ since }: Claim): number {
    return this.#liveSince === undefined ? Infinity : Math.max(since, this.#liveSince);
  }
}
