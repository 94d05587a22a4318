import { fromBase64Url, SottoError, toBase64Url } from "@sotto/shared/codec";
import type { LobbyNote } from "../api.ts";
import type { WireMessage } from "../appMessage.ts";
import { isSameInstance } from "../credential/index.ts";
import type { CommitView } from "../mls/index.ts";
import { barrierTo, mayBeRemoved, roleOf } from "../rules/index.ts";
import { instanceName, type Admissions, type Candidate, type Joiner } from "./admissions.ts";
import type { MachineContext } from "./context.ts";
import type { EpochState } from "./epoch.ts";
import type { Call } from "./identity.ts";
import { sealLobbyNote } from "./lobbyNote.ts";
import {
  ADMISSION_WINDOW_MS,
  admissionSpacingMs,
  MAX_JOINERS_PER_COMMIT,
  NOTE_AGAIN_MS,
  STAND_IN_MS,
} from "./timing.ts";

/** Who is refused this often is banned: asking on and on would wear hosts out. */
const REFUSALS_UNTIL_BAN = 2;

type TurnedAway = Extract<WireMessage, { type: "turnedAway" }>;

/** Those who wait, by what the policy says of them. */
interface Sorted {
  /** What this was computed from. */
  readonly key: string;
  /** Whom any member may let in. */
  readonly free: readonly Candidate[];
  /** Whom only a host may let in, and this one wants to. */
  readonly decided: readonly Candidate[];
  /** Whom a host has to decide on. */
  readonly undecided: readonly Candidate[];
  /** Whom nothing but a change can let in, with the reason. */
  readonly barred: readonly { readonly candidate: Candidate; readonly state: LobbyNote }[];
}

/** Where those who knock stand with the policy: who may be let in, whom a host has to decide on, and who is told what. */
export class Lobby {
  readonly #context: MachineContext;
  readonly #call: Call;
  readonly #admissions: Admissions;
  /** Instances that may come in without being asked for: a host decided so, or they were in the call before. */
  readonly #welcome = new Set<string>();
  /** Refused key packages by device, as the log has told. */
  readonly #refused = new Map<string, Set<string>>();
  /** What each joiner was told last, by the hash of its key package. */
  readonly #told = new Map<string, { readonly state: LobbyNote; readonly knockAt: number }>();
  #sorted: Sorted | undefined;
  #decisions = 0;
  /** When enough for a whole commit waited first: then there is no more to wait for. */
  #fullSince: number | undefined;
  #epochSince: number;
  #shown = "";

  constructor(context: MachineContext, call: Call, admissions: Admissions) {
    this.#context = context;
    this.#call = call;
    this.#admissions = admissions;
    this.#epochSince = context.now;
  }

  /** Who may be in our next commit, verified, those who wait longest first. */
  async admissible(epoch: EpochState): Promise<Joiner[]> {
    const { free, decided } = this.#sort(epoch);
    const joiners: Joiner[] = [];
    for (const { hash } of [...free, ...decided].sort((a, b) => a.since - b.since)) {
      if (joiners.length >= MAX_JOINERS_PER_COMMIT) break;
      const joiner = await this.#admissions.joiner(hash, epoch.roster);
      if (joiner !== undefined) joiners.push(joiner);
    }
    return joiners;
  }

  /** When the first in turn lets in whom anybody may let in, ms; undefined if nobody waits for that. */
  dueAt(epoch: EpochState): number | undefined {
    const { free } = this.#sort(epoch);
    const [first] = free;
    this.#fullSince =
      free.length < MAX_JOINERS_PER_COMMIT ? undefined : (this.#fullSince ?? this.#context.now);
    if (first === undefined) return undefined;
    const spacedAt = this.#epochSince + admissionSpacingMs(epoch.roster.length);
    const windowAt = Math.max(first.since + ADMISSION_WINDOW_MS, spacedAt);
    const due = Math.min(windowAt, this.#fullSince ?? Infinity);
    // Whoever did not get into the last commit begins to wait for this one's turns when it is there.
    return Math.max(due, this.#epochSince);
  }

  /** When a commit is due that lets in who needs a host for it, ms. Hosts take turns among themselves. */
  decidedAt(epoch: EpochState): number | undefined {
    const [first] = this.#sort(epoch).decided;
    if (first === undefined) return undefined;
    const { hosts, coHosts } = epoch.standing;
    const turn = Math.max(0, [...hosts, ...coHosts].indexOf(epoch.self));
    return first.since + ADMISSION_WINDOW_MS + turn * STAND_IN_MS;
  }

  /** Lets somebody in. Throws SottoError "policy/unknown" or "policy/not-allowed". */
  admit(epoch: EpochState, knockId: string): void {
    this.#welcome.add(instanceName(find(this.#undecided(epoch), knockId).credential));
    this.#decisions += 1;
  }

  /** Lets everybody in who waits. Throws SottoError "policy/not-allowed". */
  admitAll(epoch: EpochState): void {
    for (const { credential } of this.#undecided(epoch)) this.#welcome.add(instanceName(credential));
    this.#decisions += 1;
  }

  /** Turns somebody away, and tells them and the group. Throws SottoError "policy/unknown" or "policy/not-allowed". */
  refuse(epoch: EpochState, knockId: string): void {
    const joiner = find(this.#undecided(epoch), knockId);
    const device = joiner.credential.devicePublicKey;
    this.#context.outgoing.add({ type: "turnedAway", device, keyPackageHash: fromBase64Url(joiner.hash) });
    this.#tell(joiner, "refused");
    this.#admissions.drop(joiner);
  }

  /** The log says that a host has turned somebody away. The second time the device is banned, by who did it. */
  turnedAway({ device, keyPackageHash }: TurnedAway, isOurs: boolean): void {
    const [name, hash] = [toBase64Url(device), toBase64Url(keyPackageHash)];
    const hashes = (this.#refused.get(name) ?? new Set()).add(hash);
    this.#refused.set(name, hashes);
    for (const other of this.#admissions.candidates) if (other.hash === hash) this.#admissions.drop(other);
    if (isOurs && hashes.size >= REFUSALS_UNTIL_BAN) this.#context.intents.add({ kind: "ban", device });
  }

  /** Takes note of who is in the call. Who was removed by a host's will, not for silence, is no longer welcome. */
  beginEpoch(epoch: EpochState, ended?: { readonly epoch: EpochState; readonly view: CommitView }): void {
    this.#epochSince = this.#context.now;
    for (const { credential } of epoch.roster) this.#welcome.add(instanceName(credential));
    for (const proposal of ended?.view.proposals ?? []) {
      const old = ended?.epoch;
      if (proposal.kind !== "remove" || old === undefined || mayBeRemoved(old.evidence, proposal.leaf))
        continue;
      const gone = old.roster.find(({ leaf }) => leaf === proposal.leaf);
      if (gone === undefined || isInCall(epoch, gone.credential)) continue;
      this.#welcome.delete(instanceName(gone.credential));
    }
  }

  /** Shows hosts who waits, and tells joiners where they stand. */
  async tick(epoch: EpochState): Promise<void> {
    const isHost = roleOf(epoch.standing, epoch.self) !== "guest";
    // A name is shown only when its device has signed it.
    for (const { hash, isVerified } of isHost ? this.#sort(epoch).undecided : []) {
      if (!isVerified) await this.#admissions.joiner(hash, epoch.roster);
    }
    const { undecided, barred } = this.#sort(epoch);
    this.#show(isHost ? undecided : []);
    // One of the hosts is enough; and who is told to be banned does not wait any longer, for nobody.
    const isSpeaker = Math.min(...epoch.standing.hosts) === epoch.self;
    if (isSpeaker) for (const candidate of undecided) this.#tellOften(candidate, "waiting");
    for (const { candidate, state } of barred) {
      if (isSpeaker) this.#tellOften(candidate, state);
      if (state === "banned") this.#admissions.drop(candidate);
    }
    const hashes = new Set(
      [...undecided, ...barred.map(({ candidate }) => candidate)].map(({ hash }) => hash),
    );
    for (const hash of this.#told.keys()) if (!hashes.has(hash)) this.#told.delete(hash);
  }

  /** Done once for each change: it is asked for at every event, and many may knock. */
  #sort(epoch: EpochState): Sorted {
    const key = `${epoch.number} ${epoch.log.generation} ${this.#admissions.changes} ${this.#decisions}`;
    if (this.#sorted?.key === key) return this.#sorted;
    const { policy, roster, standing, self } = epoch;
    const free: Candidate[] = [];
    const decided: Candidate[] = [];
    const undecided: Candidate[] = [];
    const barred: { candidate: Candidate; state: LobbyNote }[] = [];
    const isFull = roster.length >= policy.sizeLimit;
    for (const candidate of this.#admissions.candidates) {
      const { credential } = candidate;
      const barrier = barrierTo(policy, roster, credential);
      if (barrier === "banned" || barrier === "locked") barred.push({ candidate, state: barrier });
      else if (isFull && !isInCall(epoch, credential)) barred.push({ candidate, state: "full" });
      else if (barrier === undefined) free.push(candidate);
      else if (!this.#welcome.has(instanceName(credential))) undecided.push(candidate);
      else if (roleOf(standing, self) !== "guest") decided.push(candidate);
    }
    this.#sorted = { key, free, decided, undecided, barred };
    return this.#sorted;
  }

  #show(undecided: readonly Candidate[]): void {
    const waiting = undecided.map(({ credential, since }) => ({
      id: instanceName(credential),
      displayName: credential.displayName,
      devicePublicKey: credential.devicePublicKey.slice(),
      since,
    }));
    const shown = waiting.map(({ id, displayName }) => `${id} ${displayName}`).join("\n");
    if (shown === this.#shown) return;
    this.#shown = shown;
    this.#context.emit({ type: "knocks", waiting });
  }

  #undecided(epoch: EpochState): readonly Candidate[] {
    if (roleOf(epoch.standing, epoch.self) === "guest") {
      throw new SottoError("policy/not-allowed", "only hosts let people in");
    }
    return this.#sort(epoch).undecided;
  }

  /** Tells a joiner once, and again when it has knocked on for a while: a note may get lost. */
  #tellOften(candidate: Candidate, state: LobbyNote): void {
    const told = this.#told.get(candidate.hash);
    if (told?.state === state && this.#lastKnockOf(candidate) < told.knockAt + NOTE_AGAIN_MS) return;
    this.#tell(candidate, state);
  }

  #tell(candidate: Candidate, state: LobbyNote): void {
    const { hash, mailboxId } = candidate;
    const { outerSealKey } = this.#call.keys;
    this.#told.set(hash, { state, knockAt: this.#lastKnockOf(candidate) });
    const blob = sealLobbyNote(outerSealKey, mailboxId, state, this.#context.options.random);
    this.#context.request({ type: "post", mailboxId, blob }, () => undefined);
  }

  #lastKnockOf({ hash, since }: Candidate): number {
    return this.#admissions.lastKnockOf(hash) ?? since;
  }
}

function find(waiting: readonly Candidate[], knockId: string): Candidate {
  const candidate = waiting.find(({ credential }) => instanceName(credential) === knockId);
  if (candidate === undefined) throw new SottoError("policy/unknown", "nobody of this id waits");
  return candidate;
}

function isInCall({ roster }: EpochState, credential: Joiner["credential"]): boolean {
  return roster.some((member) => isSameInstance(member.credential, credential));
}
