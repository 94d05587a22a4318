import { concatBytes, fromBase64Url, toBase64Url } from "@sotto/shared/codec";
import { asParticipantId, reportedEpoch, reportKey } from "@sotto/shared/ids";
import { epochAuthenticatorOf, isSignedByLeaf, signAsLeaf } from "../mls/index.ts";
import { Comparison, decodeSignedReport, encodeReport, type Report } from "../reports/index.ts";
import type { RosterMember } from "../rules/index.ts";
import { openBlob, sealBlob, type SealPlace } from "../seal/index.ts";
import type { MachineContext } from "./context.ts";
import type { EpochState } from "./epoch.ts";
import type { Call } from "./identity.ts";
import {
  isLargeCall,
  LOSS_HEALS_MS,
  REJOIN_AFTER_WITHHELD_MS,
  reportEveryMs,
  reportJitterMs,
  RETRY_MS,
  suspiciousReportMs,
  WITHHELD_REJOIN_PAUSE_MS,
} from "./timing.ts";

/** Label of the signature (RFC 9420 §5.1.2), used for nothing else. */
const SIGNATURE_LABEL = "sotto report";

/** What follows when the key server keeps something from us. */
export interface WithheldResponse {
  /** Asks the key server once more for what comes next. */
  askAgain(): void;
  rejoin(reason: string): void;
}

/**
 * Reports our epochs to the other members on a way that the key server has no part in, takes in theirs, and says when
 * the key server has told them something else than us.
 */
export class Reporting {
  readonly #context: MachineContext;
  readonly #call: Call;
  readonly #response: WithheldResponse;
  readonly #comparison = new Comparison();
  readonly #key: Uint8Array;
  /** Signature keys of everybody in our recent epochs, by participant. */
  readonly #leafKeys = new Map<string, Uint8Array>();
  readonly #place: SealPlace;
  #epoch: EpochState;
  #number = 0;
  #dueAt: number;
  #askAgainAt: number | undefined;
  #isReachedSaid = false;
  #lastSentAt = 0;

  constructor(context: MachineContext, call: Call, epoch: EpochState, response: WithheldResponse) {
    this.#context = context;
    this.#call = call;
    this.#response = response;
    this.#key = reportKey(call.callSecret);
    this.#place = { kind: "report", id: call.keys.groupId };
    this.#epoch = epoch;
    this.#dueAt = context.now;
    this.beginEpoch(epoch);
  }

  /** An epoch of ours has begun; whoever hears of it knows that we have its key. */
  beginEpoch(epoch: EpochState): void {
    this.#epoch = epoch;
    const others = epoch.roster.filter(({ leaf }) => leaf !== epoch.self);
    const hash = reportedEpoch(epochAuthenticatorOf(epoch.group));
    this.#comparison.begin(
      { epoch: epoch.number, hash },
      others.map(({ participantId }) => participantId),
      this.#context.now,
    );
    for (const { participantId, leafPublicKey } of others) {
      this.#leafKeys.set(toBase64Url(participantId), leafPublicKey);
    }
    for (const key of this.#leafKeys.keys()) if (!this.#comparison.knows(key)) this.#leafKeys.delete(key);
    this.#isReachedSaid = false;
    const jitterMs = reportJitterMs(epoch.roster.length);
    if (jitterMs !== undefined) this.#dueAt = this.#context.now + this.#context.jitter(jitterMs);
  }

  /** There is a way to the others now: it begins with our report. */
  channelOpened(): void {
    this.#dueAt = this.#context.now;
  }

  /**
   * Takes in what came on that way, and says whether there may be something to do about it now. Never throws: what is no report of a
   * member changes nothing.
   */
  async heard(sealed: Uint8Array): Promise<boolean> {
    const { now } = this.#context;
    const report = await this.#open(sealed);
    if (report === "nothing new") return false;
    if (report === undefined || this.#comparison.hear(report, now) !== "taken") {
      this.#context.reportsRefused += 1;
      return false;
    }
    this.#noteReached();
    if (this.#comparison.isSuspicious)
      this.#dueAt = Math.min(this.#dueAt, this.#lastSentAt + this.#suspiciousMs);
    return this.#comparison.isSuspicious || this.#comparison.isBehind;
  }

  /** `isLive`: whether we have read all that the log holds. `lostAt`: when it was last lost or given up, ms. */
  async tick(isLive: boolean, lostAt: number | undefined): Promise<void> {
    const { now } = this.#context;
    const hasLost = now < (lostAt ?? -Infinity) + LOSS_HEALS_MS;
    this.#comparison.setLost(hasLost);
    this.#comparison.setLive(isLive, now);
    this.#noteReached();
    if (this.#context.hasChannel && now >= this.#dueAt) await this.#report(isLive);
    this.#judge(hasLost);
  }

  wakeAt(): number | undefined {
    const dues = [
      this.#comparison.wakeAt(),
      this.#askAgainAt,
      this.#context.hasChannel ? this.#dueAt : undefined,
    ];
    const next = Math.min(...dues.map((due) => due ?? Infinity));
    return Number.isFinite(next) ? next : undefined;
  }

  async #report(isLive: boolean): Promise<void> {
    const { now } = this.#context;
    const { roster, group } = this.#epoch;
    const me = this.#me();
    if (me === undefined) return;
    this.#number += 1;
    const epochs = this.#comparison.lastEpochs;
    const report = encodeReport({ sender: me.participantId, number: this.#number, isLive, epochs });
    const signature = await signAsLeaf(group, SIGNATURE_LABEL, this.#signed(report));
    const sealed = sealBlob(this.#key, this.#place, concatBytes(report, signature), (length) =>
      this.#context.random(length),
    );
    this.#context.emit({ type: "report", sealed });
    const every = this.#comparison.isSuspicious ? this.#suspiciousMs : reportEveryMs(roster.length);
    this.#lastSentAt = now;
    this.#dueAt = now + every * 0.9 + this.#context.jitter(every * 0.2);
  }

  async #open(sealed: Uint8Array): Promise<Report | "nothing new" | undefined> {
    try {
      const { report, signed, signature } = decodeSignedReport(openBlob(this.#key, this.#place, sealed));
      const leafKey = this.#leafKeys.get(toBase64Url(report.sender));
      // Before the signature, which costs more.
      if (leafKey === undefined || this.#comparison.preview(report) !== "taken") return undefined;
      if (isLargeCall(this.#epoch.roster.length) && !this.#comparison.isNews(report)) return "nothing new";
      const { mls } = this.#call;
      const isTheirs = await isSignedByLeaf(mls, leafKey, SIGNATURE_LABEL, this.#signed(signed), signature);
      return isTheirs ? report : undefined;
    } catch {
      return undefined;
    }
  }

  get #suspiciousMs(): number {
    return suspiciousReportMs(this.#epoch.roster.length);
  }

  #noteReached(): void {
    if (this.#isReachedSaid || !this.#comparison.isReachedByAll(this.#context.now)) return;
    this.#isReachedSaid = true;
    this.#context.emit({ type: "reached", epoch: this.#epoch.number });
  }

  #me(): RosterMember | undefined {
    return this.#epoch.roster.find(({ leaf }) => leaf === this.#epoch.self);
  }

  #signed(report: Uint8Array): Uint8Array {
    return concatBytes(this.#call.keys.groupId, report);
  }

  #judge(hasLost: boolean): void {
    const { now } = this.#context;
    const me = this.#me();
    if (hasLost && me !== undefined && this.#comparison.isOutnumbered(me.participantId, now)) {
      this.#response.rejoin("most others went another way when the log was lost");
      return;
    }
    const integrity = this.#comparison.integrity(now);
    const { forkedBy } = this.#comparison;
    this.#context.enterIntegrity(
      integrity,
      forkedBy === undefined ? undefined : asParticipantId(fromBase64Url(forkedBy)),
    );
    if (integrity !== "withheld") {
      this.#askAgainAt = undefined;
      return;
    }
    if (now >= (this.#askAgainAt ?? now)) {
      this.#askAgainAt = now + 10 * RETRY_MS;
      this.#response.askAgain();
    }
    const mayRejoin = now >= (this.#context.withheldRejoinAt ?? -Infinity) + WITHHELD_REJOIN_PAUSE_MS;
    if (mayRejoin && this.#comparison.isLeftOut(now, REJOIN_AFTER_WITHHELD_MS)) {
      this.#context.withheldRejoinAt = now;
      this.#response.rejoin("the key server withholds the call's epochs");
    }
  }
}
