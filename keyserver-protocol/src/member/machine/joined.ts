import { bytesEqualConstantTime, SottoError } from "@sotto/shared/codec";
import type { ParticipantId } from "@sotto/shared/ids";
import type { CommitEntry, Entry, LogEntry, Mail } from "../../messages/index.ts";
import { decodeCredential, isSameInstance, type Credential } from "../credential/index.ts";
import { retire, type CommitView, type ProposalView } from "../mls/index.ts";
import type { Role } from "../api.ts";
import {
  decodePolicy,
  isBanned,
  isGuarded,
  isSamePolicy,
  mayBeRemoved,
  refusalOfMessage,
  roleOf,
  type Policy,
} from "../rules/index.ts";
import { Admissions } from "./admissions.ts";
import { Announcer, type AnnouncerFacts } from "./announcer.ts";
import type { MachineContext } from "./context.ts";
import { Duties } from "./duties.ts";
import { closeEpoch, epochEvent, nextEpoch, refusedEvent, type EpochState } from "./epoch.ts";
import { Government } from "./government.ts";
import { Health } from "./health.ts";
import type { Call } from "./identity.ts";
import { Lobby } from "./lobby.ts";
import { LogAccess, type LogBeginning } from "./logAccess.ts";
import { Presence } from "./presence.ts";
import { isFirstToConfirm } from "./marks.ts";
import { readEntry, type EntryMeaning } from "./readEntry.ts";
import { Reporting } from "./reporting.ts";
import type { NextStage, Stage } from "./stage.ts";
import { ANNOUNCEMENT_TTL_SECONDS, ANNOUNCERS, GOODBYE_MS } from "./timing.ts";

type CommitMeaning = Extract<EntryMeaning, { kind: "commit" }>;

/** Takes part in a call: reads its log, writes to it, and does its share of what keeps it going. */
export class Joined implements Stage {
  readonly #context: MachineContext;
  readonly #call: Call;
  readonly #presence = new Presence();
  readonly #admissions: Admissions;
  readonly #lobby: Lobby;
  readonly #government: Government;
  readonly #announcer: Announcer;
  readonly #log: LogAccess;
  readonly #health: Health;
  readonly #reporting: Reporting;
  readonly #duties: Duties;
  readonly #cause: "create" | "join";
  #epoch: EpochState;
  #leaveBy: number | undefined;
  #toldPolicy: { readonly policy: Policy; readonly role: Role } | undefined;
  #hasBegun = false;
  #wasAway = false;
  #lastConnectedAt: number;

  constructor(context: MachineContext, begin: Extract<NextStage, { kind: "joined" }>) {
    this.#context = context;
    this.#call = begin.call;
    this.#epoch = begin.epoch;
    this.#cause = begin.cause;
    this.#lastConnectedAt = context.now;
    this.#admissions = new Admissions(context, begin.call);
    this.#lobby = new Lobby(context, begin.call, this.#admissions);
    this.#government = new Government(context, this.#lobby);
    this.#announcer = new Announcer(context, begin.call, () => this.#olderFound());
    this.#health = new Health(context);
    this.#log = this.#openLog(begin);
    this.#reporting = new Reporting(context, begin.call, begin.epoch, {
      askAgain: () => this.#log.connected(),
      rejoin: (reason) => this.#rejoin(reason),
    });
    this.#presence.beginEpoch(leavesOf(this.#epoch), new Set(), context.now);
    this.#duties = new Duties(
      context,
      this.#presence,
      this.#admissions,
      this.#lobby,
      this.#government,
      this.#log.writer,
      () => this.#replaced(),
    );
  }

  async connected(): Promise<void> {
    if (!this.#hasBegun) await this.#begin();
    // Alone, and away for so long that the room's people may have met elsewhere: then ours is not the one that counts.
    const awayMs = this.#context.now - this.#lastConnectedAt;
    if (this.#epoch.roster.length === 1 && awayMs > ANNOUNCEMENT_TTL_SECONDS * 1000) {
      this.#announcer.look("any", () => this.#moveOver());
    }
    if (this.#wasAway) this.#announcer.reconnected(this.#announcerFacts());
    this.#log.connected();
  }

  disconnected(): void {
    this.#wasAway = true;
    this.#lastConnectedAt = this.#context.awakeAt;
    this.#log.disconnected();
    if (this.#leaveBy !== undefined) this.#context.finish();
  }

  repeated(message: Entry | Mail): boolean {
    return message.type === "entry" && this.#log.isKnock(message) && this.#admissions.repeated(message.blob);
  }

  async pushed(message: Entry | Mail): Promise<void> {
    if (message.type === "mail") return;
    if (this.#log.isKnock(message)) return this.#admissions.knock(message.blob, this.#epoch.roster);
    const isOurs = bytesEqualConstantTime(message.groupId, this.#log.groupId);
    if (isOurs && message.kind !== "knock") await this.#log.accept(message);
  }

  async tick(): Promise<void> {
    const { now } = this.#context;
    await this.#log.tick();
    this.#admissions.tick();
    this.#health.tick(this.#log.isLive, this.#duties.rotationDueAt);
    this.#announcer.tick(this.#announcerFacts());
    await this.#reporting.tick(this.#log.isLive, this.#log.lostAt);
    if (this.#leaveBy !== undefined && now >= this.#leaveBy) return this.#context.finish();
    if (!this.#log.isLive) return;
    const { lonelyAt } = this.#log;
    const isAlone = lonelyAt !== undefined && this.#epoch.roster.length > 1;
    if (isAlone && now >= lonelyAt) return this.#rejoin("nobody else moved to the new log");
    await this.#lobby.tick(this.#epoch);
    // Until somebody else is heard in a new log, it may be that only we are wrong: a commit there would split the call.
    const mayCommit = this.#leaveBy === undefined && !isAlone && this.#log.takesCommits;
    if (mayCommit) await this.#duties.tick(this.#epoch);
    if (!this.#log.isSpoilt) await this.#log.writer.publishNext(this.#epoch);
  }

  wakeAt(): number | undefined {
    const { isConnected, now } = this.#context;
    const times = [
      this.#leaveBy,
      ...this.#log.wakeTimes(),
      this.#health.wakeAt(this.#duties.rotationDueAt),
      this.#announcer.wakeAt(this.#announcerFacts()),
      this.#reporting.wakeAt(),
    ];
    if (isConnected && this.#log.isLive) {
      times.push(this.#duties.wakeAt(this.#epoch), this.#log.lonelyAt);
    }
    const next = Math.min(...times.map((time) => time ?? Infinity).filter((time) => time > now));
    return Number.isFinite(next) ? next : undefined;
  }

  leave(): void {
    const { roster, self } = this.#epoch;
    const signs = this.#presence.lifeSigns;
    const isLast = roster.every(({ leaf }) => leaf === self || signs.get(leaf)?.goodbyeAt !== undefined);
    if (isLast) this.#announcer.withdraw();
    if (isLast || !this.#context.isConnected) return this.#context.finish();
    this.#leaveBy = this.#context.now + GOODBYE_MS;
    this.#context.outgoing.addFirst({ type: "leave" });
  }

  hintGone(participantId: ParticipantId): void {
    const member = this.#epoch.roster.find((other) =>
      bytesEqualConstantTime(other.participantId, participantId),
    );
    if (member !== undefined) this.#presence.suspect(member.leaf, this.#context.now);
  }

  channelOpened(): void {
    this.#reporting.channelOpened();
  }

  heard(sealed: Uint8Array): Promise<boolean> {
    return this.#reporting.heard(sealed);
  }

  dispose(): void {
    this.#log.stop();
    for (const { prepared } of this.#epoch.ownCommits.values()) retire(prepared.next, undefined);
    closeEpoch(this.#epoch, undefined);
  }

  async #begin(): Promise<void> {
    const { roster, self } = this.#epoch;
    const me = roster.find(({ leaf }) => leaf === self);
    if (me === undefined) throw new SottoError("member/internal", "we are not in our own call");
    const { sfuCallId, sfuAdmission } = this.#call.keys;
    this.#hasBegun = true;
    this.#context.knocksRenewed = 0;
    this.#context.enterPhase("joined");
    this.#context.emit({ type: "call", sfuCallId, sfuAdmission, participantId: me.participantId });
    this.#context.emit(await epochEvent(this.#epoch, this.#cause, this.#context.now));
    this.#lobby.beginEpoch(this.#epoch);
    this.#tellPolicy();
    const { state } = this.#context.outgoing;
    this.#context.outgoing.sendAgain();
    if (state !== undefined) this.#context.outgoing.add(state);
  }

  // Reading the log.

  #openLog(begin: LogBeginning): LogAccess {
    const read = () => this.#epoch;
    const write = (epoch: EpochState) => (this.#epoch = epoch);
    return new LogAccess(this.#context, this.#call, begin, {
      get epoch() {
        return read();
      },
      set epoch(epoch) {
        write(epoch);
      },
      entry: (entry) => this.#entry(entry),
      live: () => {
        if (this.#wasAway) this.#presence.excuseAll(this.#context.now);
        this.#wasAway = false;
      },
      forgotten: () => this.#presence.forgetReasons(this.#epoch.evidence, this.#context.now),
      rejoin: (reason) => this.#rejoin(reason),
    });
  }

  async #entry(entry: LogEntry): Promise<void> {
    if (await this.#log.isAfterSpoilt(entry)) return;
    const meaning = await readEntry(this.#call, this.#epoch, entry);
    this.#context.noteEntry(this.#isSignOfLife(meaning));
    switch (meaning.kind) {
      case "past":
        return;
      case "ahead":
        if (this.#log.isSpoilt) return;
        return this.#rejoin("the log went on without us");
      case "unreadable":
        return this.#context.emit(refusedEvent(this.#epoch, meaning.author, meaning.reason));
      case "message":
        return this.#message(meaning);
      case "commit":
        return this.#advance(meaning, meaning.entry);
      case "removed":
        return this.#removed(meaning);
      case "poison": {
        const { reason, offender } = meaning;
        this.#context.emit(refusedEvent(this.#epoch, offender, reason));
        return offender === undefined ? this.#log.move(undefined) : this.#log.spoilt(meaning.entry, offender);
      }
      case "instead":
        if (this.#log.isMendedBy(meaning.entry)) return;
        this.#context.emit(
          refusedEvent(this.#epoch, meaning.author, "a commit in the place of one that was right"),
        );
        return this.#log.spoilt(meaning.entry, meaning.author);
    }
  }

  /** Whether it is one that leads to nothing else: not the last entry of a replay, nor the first in a log that we were alone in. */
  #isSignOfLife(meaning: EntryMeaning): boolean {
    if (!this.#log.isLive || this.#log.lonelyAt !== undefined) return false;
    return (
      meaning.kind === "message" && meaning.message?.type === "alive" && meaning.sender !== this.#epoch.self
    );
  }

  #message({ sender, message, hash }: Extract<EntryMeaning, { kind: "message" }>): void {
    const { now, outgoing } = this.#context;
    const { policy, standing } = this.#epoch;
    const refusal = message && refusalOfMessage(policy, standing, sender, message);
    this.#presence.heard(sender, message, this.#epoch.evidence, now);
    if (message?.type === "look") this.#announcer.look("older", () => this.#moveOver());
    if (sender === this.#epoch.self) {
      this.#duties.sent();
      this.#log.writer.messageSeen(hash);
      if (message?.type === "leave") this.#context.finish();
      if (message?.type === "turnedAway" && refusal === undefined) this.#lobby.turnedAway(message, true);
      if (message?.type === "endCall" && refusal === undefined) this.#ended(undefined);
      return;
    }
    this.#log.heardOthers();
    if (message?.type === "probe" && message.leaf === this.#epoch.self) outgoing.add({ type: "alive" });
    if (refusal !== undefined) this.#context.emit(refusedEvent(this.#epoch, sender, refusal));
    if (message === undefined)
      this.#context.emit(refusedEvent(this.#epoch, sender, "a message that says nothing"));
    if (message === undefined || message.type === "look") return;
    if (message.type === "probe" || message.type === "alive") return;
    if (refusal !== undefined && message.type !== "state") return;
    if (message.type === "turnedAway") return this.#lobby.turnedAway(message, false);
    const participantId = this.#epoch.roster.find(({ leaf }) => leaf === sender)?.participantId;
    if (participantId !== undefined) this.#context.emit({ type: "app", sender, participantId, message });
    if (message.type === "endCall")
      this.#ended(new SottoError("call/ended", "a host ended the call for everybody"));
  }

  /** A host has ended the call: nobody is to find it any more. */
  #ended(why: SottoError | undefined): void {
    if (why === undefined || this.#announcerFacts().turn < ANNOUNCERS) this.#announcer.withdraw();
    this.#context.finish(why);
  }

  #tellPolicy(): void {
    const { policy, standing, self } = this.#epoch;
    const role = roleOf(standing, self);
    const told = this.#toldPolicy;
    if (told?.role === role && isSamePolicy(told.policy, policy)) return;
    this.#toldPolicy = { policy, role };
    this.#context.emit({ type: "policy", policy, role });
  }

  async #advance(meaning: CommitMeaning, entry: CommitEntry): Promise<void> {
    const { now, outgoing } = this.#context;
    const { view, next, own } = meaning;
    const old = this.#epoch;
    const { epoch, replaced, newcomers, cause } = await nextEpoch(this.#call, old, next, view);
    this.#log.beginEpoch(old, epoch, view, entry);
    this.#epoch = epoch;
    for (const { prepared } of old.ownCommits.values())
      if (prepared.next !== next) retire(prepared.next, next);
    closeEpoch(old, next);

    this.#presence.beginEpoch(leavesOf(epoch), replaced, now);
    this.#presence.heard(view.sender, undefined, epoch.evidence, now);
    this.#admissions.beginEpoch(epoch.roster);
    outgoing.beginEpoch();
    if (isFirstToConfirm(old, epoch, entry.mark.writer)) outgoing.add({ type: "alive" });
    this.#duties.beginEpoch(view, epoch, newcomers);
    this.#lobby.beginEpoch(epoch, { epoch: old, view });
    this.#government.beginEpoch();
    this.#context.emit(await epochEvent(epoch, cause, now));
    this.#tellPolicy();
    this.#reporting.beginEpoch(epoch);
    const welcome = own?.prepared.welcome;
    if (own !== undefined && welcome !== undefined)
      this.#admissions.welcome(own.joiners, welcome, entry.sequence);
  }

  #removed({ view }: Extract<EntryMeaning, { kind: "removed" }>): void {
    if (this.#leaveBy !== undefined) return this.#context.finish();
    const { roster, self, policy, evidence } = this.#epoch;
    const me = roster.find(({ leaf }) => leaf === self)?.credential;
    if (me !== undefined && view.proposals.some((proposal) => isNewerSelf(proposal, me))) {
      return this.#replaced();
    }
    if (mayBeRemoved(evidence, self)) return this.#rejoin("we were removed");
    const isBannedNow = me !== undefined && isBanned(policyAfter(view, policy), me.devicePublicKey);
    const code = isBannedNow ? "call/banned" : "call/removed";
    this.#context.finish(new SottoError(code, "a host removed this device from the call"));
  }

  #replaced(): void {
    // Alone, our newer self finds nobody here, and begins another call.
    if (this.#epoch.roster.length === 1) this.#announcer.withdraw();
    this.#context.finish(new SottoError("call/replaced", "this tab's place was taken by a newer one"));
  }

  /** An older call is announced in the room. All look for themselves: nobody moves on somebody's word. */
  #olderFound(): void {
    if (this.#epoch.roster.length === 1) this.#moveOver();
    else this.#context.outgoing.add({ type: "look" });
  }

  #moveOver(): void {
    // Whom hosts keep out could otherwise announce a call that is older, and have everybody come to them.
    const { roster, policy } = this.#epoch;
    if (roster.length > 1 && isGuarded(policy)) return;
    this.#announcer.withdraw();
    this.#go({ kind: "finding" });
  }

  #rejoin(reason: string): void {
    this.#context.emit({ type: "refused", reason });
    this.#go({ kind: "knocking", access: this.#call });
  }

  #go(next: NextStage): void {
    this.#log.stop();
    const logs = [this.#epoch.log.groupId, this.#call.keys.groupId];
    for (const groupId of logs) this.#context.request({ type: "unsubscribe", groupId }, () => undefined);
    this.#context.become(next);
  }

  #announcerFacts(): AnnouncerFacts {
    const { self, roster } = this.#epoch;
    const signs = this.#presence.lifeSigns;
    const present = roster.filter(({ leaf }) => leaf === self || signs.get(leaf)?.goodbyeAt === undefined);
    return { turn: present.findIndex(({ leaf }) => leaf === self) };
  }
}

function leavesOf(epoch: EpochState): EpochState["self"][] {
  return epoch.roster.map(({ leaf }) => leaf);
}

/** The policy that holds after a commit that is allowed. */
function policyAfter({ proposals }: CommitView, policy: Policy): Policy {
  const change = proposals.find((proposal) => proposal.kind === "policy");
  return change === undefined ? policy : decodePolicy(change.policy);
}

/** Whether a proposal adds a newer self of the one that this credential is of. */
function isNewerSelf(proposal: ProposalView, credential: Credential): boolean {
  return proposal.kind === "add" && isSameInstance(decodeCredential(proposal.identity), credential);
}
