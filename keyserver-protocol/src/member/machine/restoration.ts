import { capabilityHash, type Capability, type Epoch } from "@sotto/shared/ids";
import { toSequence, type Append } from "../../messages/index.ts";
import type { CommitView } from "../mls/index.ts";
import { authorizeCommit, offendersOf, type RosterMember } from "../rules/index.ts";
import type { MachineContext } from "./context.ts";
import type { EpochState } from "./epoch.ts";
import { keysOf, markCommit, placeIn, writerChange, writersOf } from "./marks.ts";
import { RETRY_MS } from "./timing.ts";

/** The commit that began the current epoch, kept so that a log that was lost can be told it again. */
export interface KeptCommit {
  readonly epoch: Epoch;
  readonly capability: Capability;
  readonly blob: Uint8Array;
  /** Who was in the call before it. */
  readonly before: readonly RosterMember[];
  /** Whether a log that knows nothing else can be told it. */
  readonly isPortable: boolean;
}

/** How often we look whether others have brought the log to our epoch, a second apart. */
const MAX_WAITS = 4;

/**
 * Keeps the commit that ended `old`. Where it removes somebody for a reason that only the log gave, another log can not
 * be told it: it would be refused by members who had not seen that reason, and the call would split.
 */
export function keepCommit(old: EpochState, { sender, proposals }: CommitView, blob: Uint8Array): KeptCommit {
  const { policy, roster, number, capability } = old;
  const refusal = authorizeCommit(policy, roster, sender, proposals, offendersOf(old.evidence));
  return { epoch: number, capability, blob, before: roster, isPortable: refusal === undefined };
}

/** The request that tells the log the commit which began `epoch`, in the place of another if `instead` is not 0. */
export async function appendKept(
  epoch: EpochState,
  kept: KeptCommit,
  instead = toSequence(0),
): Promise<Omit<Append, "requestId">> {
  const { roster, evidence, log, group } = epoch;
  const { capability, blob } = kept;
  const claims = {
    instead,
    nextCapabilityHash: capabilityHash(epoch.capability),
    ...writerChange(kept.before, roster, keysOf(roster, evidence.offenders)),
  };
  const mark = await markCommit(group, placeIn({ log, capability, number: kept.epoch }), claims, blob);
  return { type: "append", groupId: log.groupId, epoch: kept.epoch, capability, mark, blob };
}

/** What a restoration comes to. */
export interface RestorationEnd {
  /** The log stands at our epoch, or ahead: read it from its beginning. */
  restored(): void;
  /** The log has gone another way: we have to be let in again. */
  behind(): void;
  /** Somebody took the log's place with a capability that no member has. */
  usurped(): Promise<void>;
}

/**
 * Makes a log that the key server does not have. Whoever comes first makes it, one epoch back if the last commit is
 * kept, and appends that commit: so members that had not seen it yet can follow.
 */
export class Restoration {
  readonly #context: MachineContext;
  readonly #epoch: EpochState;
  readonly #kept: KeptCommit | undefined;
  readonly #end: RestorationEnd;
  #retryAt: number | undefined;
  #waits = 0;

  constructor(context: MachineContext, epoch: EpochState, kept: KeptCommit | undefined, end: RestorationEnd) {
    this.#context = context;
    this.#epoch = epoch;
    this.#kept = kept?.isPortable === true && kept.epoch === epoch.number - 1 ? kept : undefined;
    this.#end = end;
  }

  begin(): void {
    this.#retryAt = undefined;
    const { number, capability, roster, evidence } = this.#epoch;
    const base = this.#kept ?? { epoch: number, capability, before: roster };
    this.#context.request(
      {
        type: "createGroup",
        groupId: this.#epoch.log.groupId,
        epoch: base.epoch,
        capabilityHash: capabilityHash(base.capability),
        writers: writersOf(base.before, keysOf(roster, evidence.offenders)),
      },
      async (reply) => {
        if (reply.type === "groupState") await this.climb(reply.epoch);
        else this.#retryAt = this.#context.now + RETRY_MS;
      },
    );
  }

  /** Goes on from a log that exists and stands at this epoch. */
  async climb(logEpoch: Epoch): Promise<void> {
    if (logEpoch >= this.#epoch.number) return this.#end.restored();
    if (logEpoch !== this.#kept?.epoch) {
      // Whoever made the log may be about to tell it the commit that we do not have: we came in by a Welcome.
      this.#waits += 1;
      if (this.#waits > MAX_WAITS) return this.#end.behind();
      this.#retryAt = this.#context.now + RETRY_MS;
      return;
    }
    const { epoch } = this.#kept;
    this.#context.request(await appendKept(this.#epoch, this.#kept), async (reply) => {
      if (reply.type === "appended") return this.#end.restored();
      // Somebody else told the log first.
      if (reply.type === "conflict" && reply.epoch > epoch) return this.#end.restored();
      if (reply.type === "error" && reply.code === "keyserver/bad-capability") return this.#end.usurped();
      this.#retryAt = this.#context.now + RETRY_MS;
    });
  }

  disconnected(): void {
    this.#retryAt = undefined;
  }

  tick(): void {
    if (this.#retryAt !== undefined && this.#context.now >= this.#retryAt) this.begin();
  }

  wakeAt(): number | undefined {
    return this.#retryAt;
  }
}
