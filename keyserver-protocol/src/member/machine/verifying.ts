import { bytesEqualConstantTime, SottoError } from "@sotto/shared/codec";
import { toSequence, type Entry, type LogEntry, type Mail } from "../../messages/index.ts";
import { isSameInstance } from "../credential/index.ts";
import {
  confirmationTagOf,
  forgetInitKey,
  forgetKeyPackage,
  joinGroup,
  readCommit,
  type OwnKeyPackage,
} from "../mls/index.ts";
import { MAX_CALL_SIZE } from "../rules/index.ts";
import { openBlob } from "../seal/index.ts";
import type { MachineContext } from "./context.ts";
import { decodeLogPointer, type WelcomeEnvelope } from "./envelopes.ts";
import { closeEpoch, openEpoch, type EpochState } from "./epoch.ts";
import type { Call } from "./identity.ts";
import { authorOf } from "./marks.ts";
import type { Stage } from "./stage.ts";
import { MAX_GENERATION, RENEW_KNOCK_AFTER_MS } from "./timing.ts";

/**
 * Checks a Welcome in full before it counts: the MLS part (signatures, tree, credentials, our leaf, confirmation tag),
 * the policy, the log that it names, and that this log's commit into the epoch is the one that made it.
 */
export class Verifying implements Stage {
  readonly #context: MachineContext;
  readonly #call: Call;
  readonly #own: OwnKeyPackage;
  readonly #envelope: WelcomeEnvelope;
  #epoch: EpochState | undefined;
  #giveUpAt: number | undefined;
  #isDone = false;

  constructor(context: MachineContext, call: Call, own: OwnKeyPackage, envelope: WelcomeEnvelope) {
    this.#context = context;
    this.#call = call;
    this.#own = own;
    this.#envelope = envelope;
  }

  async connected(): Promise<void> {
    this.#giveUpAt ??= this.#context.now + RENEW_KNOCK_AFTER_MS;
    try {
      this.#epoch ??= await this.#enter();
    } catch (cause) {
      return this.#refuse(cause instanceof SottoError ? cause.message : "the Welcome does not verify");
    }
    const { groupId } = this.#epoch.log;
    this.#context.request({ type: "subscribe", groupId, fromSequence: this.#envelope.sequence }, (reply) => {
      if (reply.type === "error") this.#refuse("the log does not hold the commit of the Welcome");
    });
  }

  disconnected(): void {
    // Subscribes again when the connection is back.
  }

  async pushed(message: Entry | Mail): Promise<void> {
    const epoch = this.#epoch;
    if (epoch === undefined || message.type !== "entry" || message.kind === "knock" || this.#isDone) return;
    if (!bytesEqualConstantTime(message.groupId, epoch.log.groupId)) return;
    const isCommit = message.kind === "commit" && this.#isCommitInto(epoch, message);
    if (!isCommit || !(await isWrittenFor(epoch, message)))
      return this.#refuse("the log has another commit than the Welcome");
    this.#isDone = true;
    forgetInitKey(this.#own);
    this.#context.become({
      kind: "joined",
      call: this.#call,
      epoch,
      next: toSequence(message.sequence + 1),
      letInBy: message.mark,
      cause: "join",
    });
  }

  tick(): void {
    if (this.#giveUpAt !== undefined && this.#context.now >= this.#giveUpAt)
      this.#refuse("the log stays silent");
  }

  wakeAt(): number | undefined {
    return this.#giveUpAt;
  }

  leave(): void {
    this.#context.finish();
  }

  hintGone(): void {
    // The roster does not count yet.
  }

  dispose(): void {
    if (this.#isDone) return;
    forgetKeyPackage(this.#own);
    if (this.#epoch !== undefined) closeEpoch(this.#epoch, undefined);
  }

  async #enter(): Promise<EpochState> {
    const { mls, keys, check } = this.#call;
    const { group, logExtension } = await joinGroup(
      mls,
      this.#envelope.welcome,
      this.#own,
      keys.groupId,
      check,
    );
    const { before, ...log } = decodeLogPointer(logExtension);
    const isFirstLog = bytesEqualConstantTime(log.groupId, keys.groupId);
    if (log.generation > MAX_GENERATION || isFirstLog !== (log.generation === 0)) {
      throw new SottoError("mls/invalid", "the Welcome names a log that can not be");
    }
    const epoch = await openEpoch(this.#call, group, log, before);
    if (epoch.roster.length > MAX_CALL_SIZE) throw new SottoError("mls/invalid", "the call is too large");
    for (const [index, member] of epoch.roster.entries()) {
      if (epoch.roster.slice(0, index).some((other) => isSameInstance(other.credential, member.credential))) {
        throw new SottoError("mls/invalid", "one participant is twice in the call");
      }
    }
    return epoch;
  }

  /** We can not verify the commit itself, being new; but its confirmation tag is the one our epoch's keys confirm. */
  #isCommitInto(epoch: EpochState, entry: LogEntry): boolean {
    const before = epoch.number - 1;
    if (entry.kind !== "commit" || entry.sequence !== this.#envelope.sequence || entry.epoch !== before)
      return false;
    try {
      const place = { kind: "commit", id: epoch.log.groupId, epoch: before } as const;
      const view = readCommit(openBlob(this.#call.keys.outerSealKey, place, entry.blob));
      return (
        view.epoch === before &&
        bytesEqualConstantTime(view.publicMessage.content.groupId, this.#call.keys.groupId) &&
        bytesEqualConstantTime(view.confirmationTag, confirmationTagOf(epoch.group))
      );
    } catch {
      return false;
    }
  }

  #refuse(reason: string): void {
    this.#context.emit({ type: "refused", reason });
    this.#context.become({ kind: "knocking", access: this.#call });
  }
}

/** Whether somebody in the call has signed for a commit that ended the epoch before: so we were told rightly of that. */
async function isWrittenFor({ roster, log, before }: EpochState, entry: LogEntry): Promise<boolean> {
  if (before === undefined) return false;
  return (await authorOf(roster, { groupId: log.groupId, capabilityHash: before }, entry)) !== undefined;
}
