import { bytesEqualConstantTime, ByteWriter, SottoError, zeroize } from "@sotto/shared/codec";
import {
  callCode,
  capabilityFrom,
  capabilityHash,
  laterGroupId,
  type Capability,
  type CapabilityHash,
  type Epoch,
  type GroupId,
  type LeafIndex,
} from "@sotto/shared/ids";
import type { EpochCause, EpochEvent, MemberEvent } from "../api.ts";
import type { WireMessage } from "../appMessage.ts";
import {
  epochAuthenticatorOf,
  epochOf,
  exportSecret,
  keepExports,
  ownLeaf,
  policyOf,
  retire,
  suiteFacts,
  type CommitView,
  type MlsGroup,
  type PreparedCommit,
} from "../mls/index.ts";
import {
  decodePolicy,
  NO_EVIDENCE,
  offendersOf,
  rosterEntries,
  rosterOf,
  standingOf,
  withOffender,
  type Evidence,
  type Policy,
  type RosterMember,
  type Standing,
} from "../rules/index.ts";
import type { Joiner } from "./admissions.ts";
import type { LogPointer } from "./envelopes.ts";
import type { Call } from "./identity.ts";

const EXPORTED_BYTES = 32;
/** Who gets to see a capability. */
type CapabilityServer = "keyserver" | "sfu";

/** A commit of ours that the log has not decided on. */
export interface OwnCommit {
  readonly prepared: PreparedCommit;
  readonly joiners: readonly Joiner[];
}

/** What an epoch's MLS exports for the media. */
type EpochMedia = Pick<EpochEvent, "baseKey" | "dataSecret" | "sfuCapability">;

/** Exports that a member may need later in the epoch: they open nothing that was sent. */
const KEPT_EXPORTS = ["sotto capability", "sotto log"];

/** All that belongs to one epoch, and ends with it. */
export interface EpochState {
  readonly number: Epoch;
  readonly self: LeafIndex;
  readonly roster: readonly RosterMember[];
  readonly policy: Policy;
  /** Who is host and co-host. */
  readonly standing: Standing;
  /** Log that this epoch writes to. */
  readonly log: LogPointer;
  readonly capability: Capability;
  /** SHA-256 of what was shown to this log in the epoch before; undefined if it had none. */
  readonly before: CapabilityHash | undefined;
  /** What the media are to get, until they get it. */
  media: EpochMedia | undefined;
  /** Changes with every message: its secret tree moves on. */
  group: MlsGroup;
  evidence: Evidence;
  /** Our messages and commits by the hash of their bytes: MLS can not open its own. */
  readonly ownMessages: Map<string, WireMessage>;
  readonly ownCommits: Map<string, OwnCommit>;
  /** Place of the last message of each writer in the log, by key. */
  readonly lastWrites: Map<string, number>;
}

/**
 * Derives what an epoch needs, once: after it the group no longer holds what the keys of the media came from. Throws MlsError "mls/invalid" or
 * SottoError "policy/invalid".
 */
export async function openEpoch(
  call: Call,
  group: MlsGroup,
  log: LogPointer,
  before?: CapabilityHash,
): Promise<EpochState> {
  const roster = rosterOf(group, call.callSecret);
  const policy = decodePolicy(policyOf(group));
  const capability = await capabilityOf(group, log.generation);
  const media = await exportMedia(group);
  await keepExports(group, KEPT_EXPORTS);
  return {
    number: epochOf(group),
    self: ownLeaf(group),
    roster,
    policy,
    standing: standingOf(policy, roster),
    log,
    capability,
    before,
    media,
    group,
    evidence: NO_EVIDENCE,
    ownMessages: new Map(),
    ownCommits: new Map(),
    lastWrites: new Map(),
  };
}

/**
 * What a group's members show a server in this epoch: the key server, to write to the log of this generation; the SFU,
 * to put somebody out.
 */
export async function capabilityOf(
  group: MlsGroup,
  generation: number,
  server: CapabilityServer = "keyserver",
): Promise<Capability> {
  const context = new ByteWriter().opaque8(new TextEncoder().encode(server)).u32(generation).finish();
  const exported = await exportSecret(group, "sotto capability", context, EXPORTED_BYTES);
  const capability = capabilityFrom(exported);
  zeroize(exported);
  return capability;
}

/**
 * The same epoch, writing to the log that its members turn to when theirs is of no use. Nothing is under way in the new
 * log, and it holds no evidence but who spoilt the old one.
 */
export async function inLaterLog(epoch: EpochState, offender: LeafIndex | undefined): Promise<EpochState> {
  const generation = epoch.log.generation + 1;
  return {
    ...epoch,
    log: { generation, groupId: await laterLog(epoch.group, generation) },
    capability: await capabilityOf(epoch.group, generation),
    before: undefined,
    evidence: offendersOf(offender === undefined ? epoch.evidence : withOffender(epoch.evidence, offender)),
    ownMessages: new Map(),
    ownCommits: new Map(),
    lastWrites: new Map(),
  };
}

/** Id of a later log: former members can not know it, so they can not take its place. */
async function laterLog(group: MlsGroup, generation: number): Promise<GroupId> {
  const exported = await exportSecret(
    group,
    "sotto log",
    new ByteWriter().u32(generation).finish(),
    EXPORTED_BYTES,
  );
  const groupId = laterGroupId(exported);
  zeroize(exported);
  return groupId;
}

async function exportMedia(group: MlsGroup): Promise<EpochMedia> {
  const { baseKeyBytes } = suiteFacts(group.suite.name);
  return {
    baseKey: await exportSecret(group, "SFrame 1.0 Base Key", new Uint8Array(), baseKeyBytes),
    dataSecret: await exportSecret(group, "sotto data", new Uint8Array(), EXPORTED_BYTES),
    sfuCapability: await capabilityOf(group, 0, "sfu"),
  };
}

/** Ends an epoch whose secrets nobody needs any more, and overwrites them. Private keys that `kept` uses stay. */
export function closeEpoch(epoch: EpochState, kept: MlsGroup | undefined): void {
  const { media, group } = epoch;
  if (media !== undefined) zeroize(media.baseKey, media.dataSecret, media.sfuCapability);
  epoch.media = undefined;
  retire(group, kept);
}

/** The event that hands an epoch to the media, with all that they get: there is one per epoch. */
export async function epochEvent(epoch: EpochState, cause: EpochCause, at: number): Promise<EpochEvent> {
  const { media } = epoch;
  if (media === undefined) throw new SottoError("member/internal", "the media have this epoch already");
  epoch.media = undefined;
  return {
    type: "epoch",
    epoch: epoch.number,
    cause,
    ...media,
    sframeSuite: suiteFacts(epoch.group.suite.name).sframeSuite,
    selfLeaf: epoch.self,
    roster: await rosterEntries(epoch.group, epoch.roster, epoch.standing),
    callCode: callCode(epochAuthenticatorOf(epoch.group)),
    at,
  };
}

/** Says what was not accepted, and whose it was if that is proved. */
export function refusedEvent(
  { roster }: EpochState,
  author: LeafIndex | undefined,
  reason: string,
): MemberEvent {
  const member = roster.find(({ leaf }) => leaf === author);
  if (member === undefined) return { type: "refused", reason };
  const { leaf, participantId, credential } = member;
  return { type: "refused", reason, leaf, participantId, displayName: credential.displayName };
}

/** What a commit changed, besides the epoch. */
export interface Transition {
  readonly epoch: EpochState;
  /** Leaves that somebody else sits at now. */
  readonly replaced: ReadonlySet<LeafIndex>;
  /** Whether somebody came in. */
  readonly newcomers: boolean;
  readonly cause: EpochCause;
}

/** Opens the epoch that a commit begins. */
export async function nextEpoch(
  call: Call,
  old: EpochState,
  next: MlsGroup,
  view: CommitView,
): Promise<Transition> {
  const epoch = await openEpoch(call, next, old.log, capabilityHash(old.capability));
  const keyAt = new Map(old.roster.map(({ leaf, leafPublicKey }) => [leaf, leafPublicKey]));
  const replaced = new Set<LeafIndex>();
  for (const { leaf, leafPublicKey } of epoch.roster) {
    const before = keyAt.get(leaf);
    if (before !== undefined && !bytesEqualConstantTime(before, leafPublicKey)) replaced.add(leaf);
  }
  const newcomers = view.proposals.some(({ kind }) => kind === "add");
  const removals = view.proposals.some(({ kind }) => kind === "remove");
  return { epoch, replaced, newcomers, cause: removals ? "removal" : newcomers ? "membership" : "rotation" };
}
