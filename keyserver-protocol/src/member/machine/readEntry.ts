import { bytesEqualConstantTime, toBase64Url } from "@sotto/shared/codec";
import { capabilityHash, type LeafIndex } from "@sotto/shared/ids";
import type { ApplicationEntry, CommitEntry, LogEntry } from "../../messages/index.ts";
import { decodeAppMessage, type WireMessage } from "../appMessage.ts";
import {
  leavesOf,
  MlsError,
  openApplication,
  processCommit,
  readCommit,
  retire,
  type CommitView,
  type MlsGroup,
} from "../mls/index.ts";
import { authorizeCommit, NO_REASON, withGaps, withMessage } from "../rules/index.ts";
import { openBlob } from "../seal/index.ts";
import { capabilityOf, type EpochState, type OwnCommit } from "./epoch.ts";
import type { Call } from "./identity.ts";
import { authorOf, isRightChange, isSignedEntry, keysOf, leafWithKey, placeIn } from "./marks.ts";
import { hashOf } from "./ownCommit.ts";

/** What an entry of the log means to a member. */
export type EntryMeaning =
  /** Of an earlier epoch, and known. */
  | { readonly kind: "past" }
  /** Of a later epoch: the log no longer holds what we would need to follow. */
  | { readonly kind: "ahead" }
  | {
      readonly kind: "message";
      readonly sender: LeafIndex;
      /** Undefined if it does not decode. */
      readonly message: WireMessage | undefined;
      readonly hash: string;
    }
  /** An application message that nobody can open. It changes nothing. `author` is known if they signed for it. */
  | { readonly kind: "unreadable"; readonly reason: string; readonly author: LeafIndex | undefined }
  | {
      readonly kind: "commit";
      readonly entry: CommitEntry;
      readonly view: CommitView;
      readonly next: MlsGroup;
      readonly own: OwnCommit | undefined;
    }
  /** An allowed commit that removes us. */
  | { readonly kind: "removed"; readonly view: CommitView }
  /**
   * A commit that all members refuse. The log has moved on with a capability that only its author can know. `offender`
   * is who signed for it; undefined if nobody did, and so the key server has made it or changed it.
   */
  | {
      readonly kind: "poison";
      readonly entry: CommitEntry;
      readonly reason: string;
      readonly offender: LeafIndex | undefined;
    }
  /** A commit in the place of the one that began our epoch, signed: the log stands elsewhere, or where we are again. */
  | { readonly kind: "instead"; readonly entry: CommitEntry; readonly author: LeafIndex | undefined };

/**
 * Reads the next entry of the log. Every member that was in the epoch from its beginning comes to the same meaning. A
 * message moves `epoch.group` and `epoch.evidence` on; everything else leaves the epoch as it is.
 */
export async function readEntry(call: Call, epoch: EpochState, entry: LogEntry): Promise<EntryMeaning> {
  if (entry.epoch < epoch.number) return readPastEntry(epoch, entry);
  if (entry.epoch > epoch.number) return { kind: "ahead" };
  return entry.kind === "commit" ? readCommitEntry(call, epoch, entry) : readMessageEntry(call, epoch, entry);
}

async function readPastEntry(epoch: EpochState, entry: LogEntry): Promise<EntryMeaning> {
  const { log, before } = epoch;
  const isInstead = entry.kind === "commit" && entry.mark.instead > 0 && entry.epoch === epoch.number - 1;
  if (!isInstead || before === undefined) return { kind: "past" };
  const line = { groupId: log.groupId, capabilityHash: before };
  if (!(await isSignedEntry(line, entry))) return { kind: "past" };
  return { kind: "instead", entry, author: leafWithKey(epoch.roster, entry.mark.writer) };
}

async function readMessageEntry(
  call: Call,
  epoch: EpochState,
  entry: ApplicationEntry,
): Promise<EntryMeaning> {
  try {
    const place = { kind: "application", id: epoch.log.groupId } as const;
    const sealed = openBlob(call.keys.outerSealKey, place, entry.blob);
    const hash = hashOf(sealed);
    const { sender, message } = await openMessage(epoch, sealed, hash);
    epoch.evidence = withMessage(epoch.evidence, sender, message);
    const key = epoch.roster.find(({ leaf }) => leaf === sender)?.leafPublicKey;
    if (key !== undefined) epoch.lastWrites.set(toBase64Url(key), entry.sequence);
    return { kind: "message", sender, message, hash };
  } catch (error) {
    const reason = error instanceof Error ? error.message : "unreadable";
    const author = await authorOfUnreadable(epoch, entry);
    // What is sealed as it should be may be right in another half of a split call.
    const isGarbage = !(error instanceof MlsError) || error.code === "mls/malformed";
    return { kind: "unreadable", reason, author: isGarbage ? author : undefined };
  }
}

/**
 * Whose a message is that does not open. An honest server takes nothing unsigned, and nothing from somebody who has not
 * read their own last entry: what is not so, such as an old message again, is no member's fault, and what stood in its
 * place is not known.
 */
async function authorOfUnreadable(
  epoch: EpochState,
  entry: ApplicationEntry,
): Promise<LeafIndex | undefined> {
  const { after, writer } = entry.mark;
  const name = toBase64Url(writer);
  const isInOrder =
    epoch.evidence.isWhole && after < entry.sequence && after >= (epoch.lastWrites.get(name) ?? 0);
  const author = isInOrder ? await authorOf(epoch.roster, placeIn(epoch), entry) : undefined;
  if (author === undefined) epoch.evidence = withGaps(epoch.evidence);
  else epoch.lastWrites.set(name, entry.sequence);
  return author;
}

async function openMessage(
  epoch: EpochState,
  sealed: Uint8Array,
  hash: string,
): Promise<{ sender: LeafIndex; message: WireMessage | undefined }> {
  const own = epoch.ownMessages.get(hash);
  if (own !== undefined) {
    // Once only: played back, it is as unreadable to us as to everybody else.
    epoch.ownMessages.delete(hash);
    return { sender: epoch.self, message: own };
  }
  const { next, sender, data } = await openApplication(epoch.group, sealed);
  epoch.group = next;
  return { sender, message: decodeOrNothing(data) };
}

async function readCommitEntry(call: Call, epoch: EpochState, entry: CommitEntry): Promise<EntryMeaning> {
  try {
    const place = { kind: "commit", id: epoch.log.groupId, epoch: epoch.number } as const;
    const message = openBlob(call.keys.outerSealKey, place, entry.blob);
    const view = readCommit(message);
    const own = epoch.ownCommits.get(hashOf(message));
    if (own !== undefined) return { kind: "commit", entry, view, next: own.prepared.next, own };
    const { policy, roster, evidence } = epoch;
    const processed = await processCommit(epoch.group, view, ({ sender, proposals }) =>
      authorizeCommit(policy, roster, sender, proposals, evidence),
    );
    if (processed.kind === "removed") return { kind: "removed", view };
    await requireRightMark(epoch, entry, processed.next);
    return { kind: "commit", entry, view, next: processed.next, own: undefined };
  } catch (error) {
    const reason = error instanceof Error ? error.message : "unreadable";
    return { kind: "poison", entry, reason, offender: await offenderOf(epoch, entry, error) };
  }
}

/** What a commit tells the log must be what it does: else nobody but its author could write after it. */
async function requireRightMark(epoch: EpochState, { mark }: CommitEntry, next: MlsGroup): Promise<void> {
  const { roster, evidence, log } = epoch;
  const expected = capabilityHash(await capabilityOf(next, log.generation));
  const isRight =
    bytesEqualConstantTime(mark.nextCapabilityHash, expected) &&
    isRightChange(mark, roster, leavesOf(next), keysOf(roster, evidence.offenders));
  if (isRight) return;
  retire(next, epoch.group);
  throw new MlsError("mls/refused", "a commit that shuts the log");
}

/**
 * Who is to blame for a commit that is refused: who signed for its place in this log, or else who signed the commit. Its
 * reason may stand in what the log said before, and be missing where that is not known: then nobody.
 */
async function offenderOf(
  epoch: EpochState,
  entry: CommitEntry,
  error: unknown,
): Promise<LeafIndex | undefined> {
  const needsLog = error instanceof MlsError && error.message === NO_REASON;
  if (needsLog && !epoch.evidence.isWhole) return undefined;
  const author = await authorOf(epoch.roster, placeIn(epoch), entry);
  return author ?? (error instanceof MlsError && !needsLog ? error.sender : undefined);
}

function decodeOrNothing(data: Uint8Array): WireMessage | undefined {
  try {
    return decodeAppMessage(data);
  } catch {
    return undefined;
  }
}
