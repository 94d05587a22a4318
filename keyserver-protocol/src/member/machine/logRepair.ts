import type { CapabilityHash, Epoch, LeafIndex } from "@sotto/shared/ids";
import { toSequence, type CommitEntry, type Footing, type Sequence } from "../../messages/index.ts";
import type { EpochState } from "./epoch.ts";
import { SPOILT_PATIENCE_MS, STAND_IN_MS } from "./timing.ts";

/** What the log holds after a commit that is refused. */
interface FalseLine {
  readonly epoch: number;
  readonly capabilityHash: CapabilityHash;
}

interface Spoilt {
  readonly offender: LeafIndex | undefined;
  readonly since: number;
  /** Where the key server goes back to: what we take it for, or what it has said. */
  footing: Footing;
  tellAt: number;
  line: FalseLine;
}

/** Members that do not act in their turn are waited for this often at most. */
const MAX_TURNS = 6;

const NO_PLACE = toSequence(0);

/**
 * What becomes of a log after a commit that all refuse. The key server holds on to where the log stood before it, and
 * takes one commit there from each of those who could write then.
 */
export class LogRepair {
  #epoch: Epoch | undefined;
  #spoilt: Spoilt | undefined;

  get isSpoilt(): boolean {
    return this.#spoilt !== undefined;
  }

  get offender(): LeafIndex | undefined {
    return this.#spoilt?.offender;
  }

  /** Whether the log can take a commit of our epoch. */
  get takesCommits(): boolean {
    return this.#spoilt === undefined || this.#spoilt.footing.epoch === this.#epoch;
  }

  /** Place of the commit that our next one takes the place of; 0 if none. */
  get instead(): Sequence {
    return this.#spoilt !== undefined && this.takesCommits ? this.#spoilt.footing.sequence : NO_PLACE;
  }

  /** Place of the commit instead of which the log is to be told again what began our epoch; 0 if it need not be. */
  get tellInstead(): Sequence {
    if (this.#epoch === undefined || this.#spoilt?.footing.epoch !== this.#epoch - 1) return NO_PLACE;
    return this.#spoilt.footing.sequence;
  }

  /** When nobody has mended the log by now, another one has to do, ms. */
  get patienceEnds(): number | undefined {
    return this.#spoilt && this.#spoilt.since + SPOILT_PATIENCE_MS;
  }

  /** When it is our turn to tell the log what began our epoch, ms. */
  get tellAt(): number | undefined {
    return this.tellInstead > 0 ? this.#spoilt?.tellAt : undefined;
  }

  /** The log has taken a commit that is refused: one that should end our epoch, or take the place of what began it. */
  spoil(
    epoch: EpochState,
    { epoch: at, sequence, mark }: CommitEntry,
    offender: LeafIndex | undefined,
    now: number,
  ): void {
    const turn = epoch.roster
      .filter(({ leaf }) => !epoch.evidence.offenders.has(leaf))
      .findIndex(({ leaf }) => leaf === epoch.self);
    const tellAt = now + Math.min(Math.max(0, turn), MAX_TURNS) * STAND_IN_MS;
    this.#epoch = epoch.number;
    const line = { epoch: at + 1, capabilityHash: mark.nextCapabilityHash };
    const since = this.#spoilt?.since ?? now;
    this.#spoilt = { offender, since, footing: { epoch: at, sequence }, tellAt, line };
  }

  /** The capability of this epoch in what follows the refused commit; undefined if the log has no such epoch there. */
  falseLine(epoch: Epoch): CapabilityHash | undefined {
    const line = this.#spoilt?.line;
    return line?.epoch === epoch ? line.capabilityHash : undefined;
  }

  /** Another commit stands behind the refused one. */
  wentOn({ epoch, mark }: CommitEntry): void {
    if (this.#spoilt !== undefined)
      this.#spoilt.line = { epoch: epoch + 1, capabilityHash: mark.nextCapabilityHash };
  }

  /** The key server says where it goes back to. */
  heard(footing: Footing): void {
    if (this.#spoilt !== undefined && footing.sequence > 0) this.#spoilt.footing = footing;
  }

  /** We have told the log: if that was in vain it is the others' turn, and then ours again. */
  told(now: number): void {
    if (this.#spoilt !== undefined) this.#spoilt.tellAt = now + MAX_TURNS * STAND_IN_MS;
  }

  /** The log is where we are. */
  mended(): void {
    this.#spoilt = undefined;
  }
}
