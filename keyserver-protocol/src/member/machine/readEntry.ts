import type { LeafIndex } from "@sotto/shared/ids";
import type { LogEntry } from "../../messages/index.ts";
import { decodeAppMessage, type WireMessage } from "../appMessage.ts";
import {
  MlsError,
  openApplication,
  processCommit,
  readCommit,
  type CommitView,
  type MlsGroup,
} from "../mls/index.ts";
import { authorizeCommit, withMessage } from "../rules/index.ts";
import { openBlob } from "../seal/index.ts";
import type { EpochState, OwnCommit } from "./epoch.ts";
import type { Call } from "./identity.ts";
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
  /** An application message that nobody can open. It changes nothing. */
  | { readonly kind: "unreadable"; readonly reason: string }
  | {
      readonly kind: "commit";
      readonly view: CommitView;
      readonly next: MlsGroup;
      readonly own: OwnCommit | undefined;
    }
  /** An allowed commit that removes us. */
  | { readonly kind: "removed"; readonly view: CommitView }
  /**
   * A commit that all members refuse. The log has moved on with a capability that only its author can know: it is of
   * no more use. `offender` is known if the commit is authentic.
   */
  | { readonly kind: "poison"; readonly reason: string; readonly offender: LeafIndex | undefined };

/**
 * Reads the next entry of the log. Every member that was in the epoch from its beginning comes to the same meaning. A
 * message moves `epoch.group` and `epoch.evidence` on; everything else leaves the epoch as it is.
 */
export async function readEntry(call: Call, epoch: EpochState, entry: LogEntry): Promise<EntryMeaning> {
  if (entry.epoch < epoch.number) return { kind: "past" };
  if (entry.epoch > epoch.number) return { kind: "ahead" };
  return entry.kind === "commit" ? readCommitEntry(call, epoch, entry) : readMessageEntry(call, epoch, entry);
}

async function readMessageEntry(call: Call, epoch: EpochState, entry: LogEntry): Promise<EntryMeaning> {
  try {
    const place = { kind: "application", id: epoch.log.groupId } as const;
    const sealed = openBlob(call.keys.outerSealKey, place, entry.blob);
    const hash = hashOf(sealed);
    const { sender, message } = await openMessage(epoch, sealed, hash);
    epoch.evidence = withMessage(epoch.evidence, sender, message);
    return { kind: "message", sender, message, hash };
  } catch (error) {
    return { kind: "unreadable", reason: error instanceof Error ? error.message : "unreadable" };
  }
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

async function readCommitEntry(call: Call, epoch: EpochState, entry: LogEntry): Promise<EntryMeaning> {
  try {
    const place = { kind: "commit", id: epoch.log.groupId, epoch: epoch.number } as const;
    const message = openBlob(call.keys.outerSealKey, place, entry.blob);
    const view = readCommit(message);
    const own = epoch.ownCommits.get(hashOf(message));
    if (own !== undefined) return { kind: "commit", view, next: own.prepared.next, own };
    const { policy, roster, evidence } = epoch;
    const processed = await processCommit(epoch.group, view, ({ sender, proposals }) =>
      authorizeCommit(policy, roster, sender, proposals, evidence),
    );
    if (processed.kind === "removed") return { kind: "removed", view };
    return { kind: "commit", view, next: processed.next, own: undefined };
  } catch (error) {
    const offender = error instanceof MlsError ? error.sender : undefined;
    return { kind: "poison", reason: error instanceof Error ? error.message : "unreadable", offender };
  }
}

function decodeOrNothing(data: Uint8Array): WireMessage | undefined {
  try {
    return decodeAppMessage(data);
  } catch {
    return undefined;
  }
}
