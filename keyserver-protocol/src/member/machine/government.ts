import { bytesEqualConstantTime, SottoError } from "@sotto/shared/codec";
import type { LeafIndex, ParticipantId } from "@sotto/shared/ids";
import {
  authorizeCommit,
  deviceName,
  encodePolicy,
  isBanned,
  isSamePolicy,
  mayRemove,
  withBan,
  withRole,
  withSettings,
  type Policy,
  type RosterMember,
} from "../rules/index.ts";
import type { MachineContext } from "./context.ts";
import type { EpochState } from "./epoch.ts";
import type { Intent } from "./intents.ts";
import type { Lobby } from "./lobby.ts";

/** What government wants of the next commit. */
export interface Mandate {
  /** Another policy. Its commit lets nobody in. */
  readonly policy: Policy | undefined;
  readonly remove: readonly LeafIndex[];
  /** When that commit is due here, ms; undefined if it is not wanted. */
  readonly dueAt: number | undefined;
}

/** What one intent wants of the next commit. */
interface Step {
  readonly policy?: Policy;
  readonly remove?: readonly LeafIndex[];
}

/** Carries out what a host wants, and what the policy asks of every member: nobody stays who is banned. */
export class Government {
  readonly #context: MachineContext;
  readonly #lobby: Lobby;
  #epochSince: number;

  constructor(context: MachineContext, lobby: Lobby) {
    this.#context = context;
    this.#lobby = lobby;
    this.#epochSince = context.now;
  }

  beginEpoch(): void {
    this.#epochSince = this.#context.now;
  }

  /**
   * Settles what is done or can not be, and says what comes next: one intent at a time, in their order. `standInMs` is how
   * long we leave to others what anybody may commit.
   */
  next(epoch: EpochState, standInMs: number): Mandate {
    let wanted: Step | undefined;
    for (const intent of this.#context.intents.all) {
      try {
        const step = this.#step(epoch, intent);
        if (step === "done") this.#settle(intent, undefined);
        else wanted ??= step;
      } catch (error) {
        if (!(error instanceof SottoError)) throw error;
        this.#settle(intent, error);
      }
    }
    const { policy, remove = [] } = wanted ?? {};
    const banned = membersBannedBy(epoch.policy, epoch);
    const dues = [
      ...(wanted === undefined ? [] : [this.#context.now]),
      ...(banned.length === 0 ? [] : [this.#epochSince + standInMs]),
    ];
    return {
      policy,
      remove: [...new Set([...remove, ...banned])],
      dueAt: dues.length === 0 ? undefined : Math.min(...dues),
    };
  }

  /** What an intent still wants, or that it is done. Throws SottoError if it can not be. */
  #step(epoch: EpochState, intent: Intent): Step | "done" {
    const { action } = intent;
    switch (action.kind) {
      case "admit":
        this.#lobby.admit(epoch, action.knockId);
        return "done";
      case "admitAll":
        this.#lobby.admitAll(epoch);
        return "done";
      case "refuse":
        this.#lobby.refuse(epoch, action.knockId);
        return "done";
      case "policy":
        return changed(epoch, withSettings(epoch.policy, action.change));
      case "ban":
        return changed(epoch, withBan(epoch.policy, action.device));
      case "role": {
        const device = (intent.device ??= memberOf(epoch, action.participantId).credential.devicePublicKey);
        return changed(epoch, withRole(epoch.policy, device, action.role));
      }
      case "remove":
        return action.ban
          ? banned(epoch, intent, action.participantId)
          : removed(epoch, intent, action.participantId);
    }
  }

  #settle(intent: Intent, error: SottoError | undefined): void {
    this.#context.intents.remove(intent);
    const { ticket } = intent;
    if (ticket === undefined) return;
    this.#context.effect(error === undefined ? { type: "acted", ticket } : { type: "acted", ticket, error });
  }
}

/** Members whose device a policy bans, but ourselves. */
function membersBannedBy(policy: Policy, { roster, self }: EpochState): LeafIndex[] {
  if (policy.banned.length === 0) return [];
  return roster
    .filter(({ leaf, credential }) => leaf !== self && isBanned(policy, credential.devicePublicKey))
    .map(({ leaf }) => leaf);
}

/** A policy that is another than now, if we may make it so, and the removal of those that it bans. */
function changed(epoch: EpochState, policy: Policy): Step | "done" {
  if (isSamePolicy(epoch.policy, policy)) return "done";
  const { roster, self, evidence } = epoch;
  const own = roster.find(({ leaf }) => leaf === self)?.credential.devicePublicKey;
  if (own !== undefined && isBanned(policy, own)) throw notAllowed("nobody can ban themselves");
  const proposal = { kind: "policy", policy: encodePolicy(policy) } as const;
  const refusal = authorizeCommit(epoch.policy, roster, self, [proposal], evidence);
  if (refusal !== undefined) throw notAllowed(refusal);
  return { policy, remove: membersBannedBy(policy, epoch) };
}

/** The ban and the removal in one: in between nobody could let the member in again. */
function banned(epoch: EpochState, intent: Intent, participantId: ParticipantId): Step | "done" {
  if (intent.device === undefined) {
    const { leaf, credential } = memberOf(epoch, participantId);
    if (leaf !== epoch.self) requireRight(epoch, leaf);
    intent.device = credential.devicePublicKey;
  }
  const step = changed(epoch, withBan(epoch.policy, intent.device));
  if (step !== "done") return step;
  // Others may have banned it at the same moment: then whoever is in turn removes it, and so may we.
  const name = deviceName(intent.device);
  const left = epoch.roster.find(({ credential }) => deviceName(credential.devicePublicKey) === name);
  return left === undefined ? "done" : { remove: [left.leaf] };
}

/** The removal of a member, if we may; done if it is gone since. */
function removed(epoch: EpochState, intent: Intent, participantId: ParticipantId): Step | "done" {
  const member = findMember(epoch, participantId);
  if (member === undefined && intent.device !== undefined) return "done";
  const { leaf, credential } = member ?? memberOf(epoch, participantId);
  if (leaf === epoch.self) throw notAllowed("nobody can remove themselves");
  requireRight(epoch, leaf);
  intent.device = credential.devicePublicKey;
  return { remove: [leaf] };
}

function requireRight({ standing, self }: EpochState, leaf: LeafIndex): void {
  if (!mayRemove(standing, self, leaf)) throw notAllowed("our role does not allow it");
}

function memberOf(epoch: EpochState, participantId: ParticipantId): RosterMember {
  const member = findMember(epoch, participantId);
  if (member === undefined) throw new SottoError("policy/unknown", "nobody of this id is in the call");
  return member;
}

function findMember({ roster }: EpochState, participantId: ParticipantId): RosterMember | undefined {
  return roster.find((member) => bytesEqualConstantTime(member.participantId, participantId));
}

function notAllowed(message: string): SottoError {
  return new SottoError("policy/not-allowed", message);
}
