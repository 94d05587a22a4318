import type { Epoch, GroupId } from "@sotto/shared/ids";
import { toSequence, type Conflict, type Sequence, type ServerReply } from "../../messages/index.ts";
import { encodeAppMessage } from "../appMessage.ts";
import { sealApplication } from "../mls/index.ts";
import { sealBlob } from "../seal/index.ts";
import type { MachineContext } from "./context.ts";
import type { EpochState } from "./epoch.ts";
import type { Call } from "./identity.ts";
import { markMessage, placeIn } from "./marks.ts";
import { hashOf, makeOffer, type CommitWish } from "./ownCommit.ts";
import { RETRY_MS } from "./timing.ts";

/** What a write may lead to, besides the entry that the log will show. */
export interface WriterListener {
  /** Last place of the log that was read. */
  read(): Sequence;
  /** Somebody else's commit came first; this is what we missed. */
  conflict(missed: Conflict): Promise<void>;
  /** The log does not know the capability that we had in this epoch and log: we are behind, or it is not our log. */
  capabilityRefused(epoch: Epoch, groupId: GroupId): Promise<void>;
  /** The log is gone. */
  lost(): void;
}

/** Writes to the log: one message and one commit under way at a time. What came of them is read in the log. */
export class Writer {
  readonly #context: MachineContext;
  readonly #call: Call;
  readonly #listener: WriterListener;
  /** Hashes of what is under way. */
  #message: string | undefined;
  #commit: string | undefined;
  #notBefore = 0;
  /** Place of the commit that our next one takes the place of; 0 if none. */
  instead: Sequence = toSequence(0);

  constructor(context: MachineContext, call: Call, listener: WriterListener) {
    this.#context = context;
    this.#call = call;
    this.#listener = listener;
  }

  get isCommitting(): boolean {
    return this.#commit !== undefined;
  }

  /** When writing may go on after a refusal, ms; undefined if it may now. */
  get pausedUntil(): number | undefined {
    return this.#notBefore > this.#context.now ? this.#notBefore : undefined;
  }

  /** Sends the first waiting message, unless one is under way. */
  async publishNext(epoch: EpochState): Promise<void> {
    const item = this.#context.outgoing.first;
    if (item === undefined || this.#message !== undefined || this.pausedUntil !== undefined) return;
    const { next, message } = await sealApplication(epoch.group, encodeAppMessage(item.message));
    epoch.group = next;
    const hash = hashOf(message);
    epoch.ownMessages.set(hash, item.message);
    item.sentAs = hash;
    this.#message = hash;
    const { number, log } = epoch;
    const { groupId } = log;
    const place = { kind: "application", id: groupId } as const;
    const blob = sealBlob(this.#call.keys.outerSealKey, place, message, this.#context.options.random);
    const mark = await markMessage(epoch.group, placeIn(epoch), this.#listener.read(), blob);
    const { capability } = epoch;
    this.#context.request({ type: "publish", groupId, epoch: number, capability, mark, blob }, (reply) => {
      if (this.#message === hash && reply.type !== "published") this.#message = undefined;
      return this.#answered(reply, number, groupId);
    });
  }

  /** Offers a commit to the log. Throws what `makeOffer` throws. */
  async commit(epoch: EpochState, wish: CommitWish): Promise<void> {
    const { instead } = this;
    const { hash, blob, mark, commit } = await makeOffer(this.#context, this.#call, epoch, wish, instead);
    epoch.ownCommits.set(hash, commit);
    this.#commit = hash;
    const { number, capability, log } = epoch;
    this.#context.request(
      { type: "append", groupId: log.groupId, epoch: number, capability, mark, blob },
      async (reply) => {
        if (reply.type === "appended") return;
        if (this.#commit === hash) this.#commit = undefined;
        if (instead > 0) this.pause(RETRY_MS);
        if (instead > 0 && reply.type === "error" && reply.code === "keyserver/bad-writer") return;
        if (reply.type !== "conflict") return this.#answered(reply, number, log.groupId);
        await this.#listener.conflict(reply);
      },
    );
  }

  /** The log shows a message of ours. */
  messageSeen(hash: string): void {
    if (this.#message === hash) this.#message = undefined;
    for (const ticket of this.#context.outgoing.confirm(hash))
      this.#context.effect({ type: "published", ticket });
  }

  /** Nothing is under way any more: the epoch or the connection ended, or the log was read to its end. */
  reset(): void {
    this.#message = undefined;
    this.#commit = undefined;
  }

  pause(ms: number): void {
    this.#notBefore = this.#context.now + ms;
  }

  async #answered(reply: ServerReply, epoch: Epoch, groupId: GroupId): Promise<void> {
    if (reply.type !== "error") return;
    const isRefused = reply.code === "keyserver/bad-capability" || reply.code === "keyserver/bad-writer";
    if (isRefused) return this.#listener.capabilityRefused(epoch, groupId);
    if (reply.code === "keyserver/unknown-group") return this.#listener.lost();
    this.pause(RETRY_MS);
  }
}
