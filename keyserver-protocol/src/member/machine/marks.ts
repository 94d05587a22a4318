import { toBase64Url } from "@sotto/shared/codec";
import { capabilityHash, type LeafIndex } from "@sotto/shared/ids";
import {
  applicationContent,
  changedWriters,
  commitContent,
  compareKeys,
  isWriterIn,
  sortedKeys,
  type ApplicationMark,
  type CommitClaims,
  type CommitMark,
  type LogEntry,
  type MarkPlace,
  type Sequence,
  type WriterKey,
} from "../../messages/index.ts";
import { verifyEd25519 } from "../credential/index.ts";
import { leavesOf, ownLeaf, signBytesAsLeaf, type MlsGroup } from "../mls/index.ts";
import type { RosterMember } from "../rules/index.ts";
import type { EpochState } from "./epoch.ts";

// Who writes to the log signs for it with the key of their leaf: so the key server takes nothing from others, and
// everybody knows whose an entry is that nobody can open.

type Keyed = Pick<RosterMember, "leaf" | "leafPublicKey">;

/** Where members write who are in this epoch. */
export function placeIn({
  log,
  number,
  capability,
}: Pick<EpochState, "log" | "number" | "capability">): MarkPlace {
  return { groupId: log.groupId, epoch: number, capabilityHash: capabilityHash(capability) };
}

/** Signs for a commit. Throws MlsError "mls/internal". */
export async function markCommit(
  group: MlsGroup,
  place: MarkPlace,
  claims: CommitClaims,
  blob: Uint8Array,
): Promise<CommitMark> {
  const signature = await signBytesAsLeaf(group, commitContent(place, claims, blob));
  return { ...claims, writer: ownKey(group), signature };
}

/** Signs for a message. Throws MlsError "mls/internal". */
export async function markMessage(
  group: MlsGroup,
  place: MarkPlace,
  after: Sequence,
  blob: Uint8Array,
): Promise<ApplicationMark> {
  const signature = await signBytesAsLeaf(group, applicationContent(place, after, blob));
  return { after, writer: ownKey(group), signature };
}

/** A log, and what its members show it in the epoch of an entry. */
export type Line = Pick<MarkPlace, "groupId" | "capabilityHash">;

/**
 * Whether an entry is signed by the writer that it names, whoever that is, for this log and under this capability: it is
 * not if the key server took it from another part of a call that it has split.
 */
export function isSignedEntry(line: Line, { epoch, blob, ...entry }: LogEntry): Promise<boolean> {
  const { groupId, capabilityHash } = line;
  const place = { groupId, epoch, capabilityHash };
  const content =
    entry.kind === "commit"
      ? commitContent(place, entry.mark, blob)
      : applicationContent(place, entry.mark.after, blob);
  return verifyEd25519(entry.mark.writer, entry.mark.signature, content);
}

/** Whose an entry of the log is, proved; undefined if it is no member's: then the key server has made or changed it. */
export async function authorOf(
  roster: readonly Keyed[],
  line: Line,
  entry: LogEntry,
): Promise<LeafIndex | undefined> {
  const author = leafWithKey(roster, entry.mark.writer);
  return author !== undefined && (await isSignedEntry(line, entry)) ? author : undefined;
}

export function leafWithKey(roster: readonly Keyed[], key: WriterKey): LeafIndex | undefined {
  return roster.find(({ leafPublicKey }) => compareKeys(leafPublicKey, key) === 0)?.leaf;
}

/** The keys that may write to the log: of all members but those who have spoilt it. */
export function writersOf(roster: readonly Keyed[], offenders: readonly WriterKey[]): WriterKey[] {
  return changedWriters(
    [],
    roster.map(({ leafPublicKey }) => leafPublicKey),
    offenders,
  );
}

/** What a commit from one roster to another does to the list of writers. */
export function writerChange(
  before: readonly Pick<Keyed, "leafPublicKey">[],
  after: readonly Pick<Keyed, "leafPublicKey">[],
  offenders: readonly WriterKey[],
): Pick<CommitClaims, "added" | "removed"> {
  const [old, next] = [namesOf(before), namesOf(after)];
  const added = [...next].filter(([name]) => !old.has(name)).map(([, key]) => key);
  const gone = [...old].filter(([name]) => !next.has(name)).map(([, key]) => key);
  return { added: sortedKeys(added), removed: sortedKeys([...gone, ...offenders]) };
}

/** Whether a mark says of the writers what it should. Offenders may be struck off, or be already. */
export function isRightChange(
  { added, removed }: CommitClaims,
  before: readonly Pick<Keyed, "leafPublicKey">[],
  after: readonly Pick<Keyed, "leafPublicKey">[],
  offenders: readonly WriterKey[],
): boolean {
  const least = writerChange(before, after, []);
  const struck = namesOf(removed.map((leafPublicKey) => ({ leafPublicKey })));
  for (const key of least.removed) if (!struck.delete(toBase64Url(key))) return false;
  for (const key of offenders) struck.delete(toBase64Url(key));
  return (
    struck.size === 0 &&
    added.length === least.added.length &&
    added.every((key, index) => compareKeys(key, least.added[index] ?? key) === 0)
  );
}

/** Who was there before a commit that others took for right, for those who came in by it. */
export function writersBefore(
  roster: readonly Keyed[],
  { added, removed }: CommitClaims,
): Pick<Keyed, "leafPublicKey">[] {
  const stayed = roster.filter(({ leafPublicKey }) => !isWriterIn(added, leafPublicKey));
  const gone = removed.filter((key) => leafWithKey(roster, key) === undefined);
  return [...stayed, ...gone.map((leafPublicKey) => ({ leafPublicKey }))];
}

/**
 * Whether it is for us to write after a commit, so that the key server takes it for good: the first of those who were
 * there before it and are not its author.
 */
export function isFirstToConfirm(
  before: { readonly roster: readonly Keyed[]; readonly self: LeafIndex },
  after: { readonly roster: readonly Keyed[] },
  author: WriterKey,
): boolean {
  const stayed = namesOf(after.roster);
  const [first] = before.roster.filter(
    ({ leafPublicKey }) => stayed.has(toBase64Url(leafPublicKey)) && compareKeys(leafPublicKey, author) !== 0,
  );
  return first?.leaf === before.self;
}

/** Keys of those who have spoilt the log. */
export function keysOf(roster: readonly Keyed[], leaves: ReadonlySet<LeafIndex>): WriterKey[] {
  return roster.filter(({ leaf }) => leaves.has(leaf)).map(({ leafPublicKey }) => leafPublicKey);
}

function namesOf(members: readonly Pick<Keyed, "leafPublicKey">[]): Map<string, WriterKey> {
  return new Map(members.map(({ leafPublicKey }) => [toBase64Url(leafPublicKey), leafPublicKey]));
}

function ownKey(group: MlsGroup): WriterKey {
  const self = ownLeaf(group);
  const own = leavesOf(group).find(({ leaf }) => leaf === self);
  if (own === undefined) throw new RangeError("we are not in our own call");
  return own.leafPublicKey;
}
