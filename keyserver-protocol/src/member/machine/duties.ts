import type { Epoch, LeafIndex } from "@sotto/shared/ids";
import { pathCosts, type CommitView, type PathCost } from "../mls/index.ts";
import type { Admissions } from "./admissions.ts";
import type { MachineContext } from "./context.ts";
import type { EpochState } from "./epoch.ts";
import type { Government, Mandate } from "./government.ts";
import type { Lobby } from "./lobby.ts";
import { earlierSelves, selectJoiners } from "./ownCommit.ts";
import { plan, type Plan } from "./plan.ts";
import type { Presence } from "./presence.ts";
import { heartbeatMs, stateJitterMs } from "./timing.ts";
import type { Writer } from "./writer.ts";

/** One member's share of what keeps a call going: signs of life, probes, commits, and our state for newcomers. */
export class Duties {
  readonly #context: MachineContext;
  readonly #presence: Presence;
  readonly #admissions: Admissions;
  readonly #lobby: Lobby;
  readonly #government: Government;
  readonly #writer: Writer;
  readonly #replaced: () => void;
  #lastCommitter: LeafIndex | undefined;
  #refreshedAt: number;
  #lastSentAt: number;
  #stateDueAt: number | undefined;
  #planned: Plan | undefined;
  #mandate: Mandate | undefined;
  /** Of the epoch `#costsOf`, by who goes. */
  readonly #costs = new Map<string, readonly PathCost[]>();
  #costsOf: Epoch | undefined;

  /** `replaced` is called when our newer self waits and nobody but us could let it in. */
  constructor(
    context: MachineContext,
    presence: Presence,
    admissions: Admissions,
    lobby: Lobby,
    government: Government,
    writer: Writer,
    replaced: () => void,
  ) {
    this.#context = context;
    this.#presence = presence;
    this.#admissions = admissions;
    this.#lobby = lobby;
    this.#government = government;
    this.#writer = writer;
    this.#replaced = replaced;
    this.#refreshedAt = context.now;
    this.#lastSentAt = context.now;
  }

  /** When the keys are due for fresh entropy, ms. */
  get rotationDueAt(): number {
    return this.#refreshedAt + this.#context.options.rotateMs;
  }

  /** The log shows something of ours. */
  sent(): void {
    this.#lastSentAt = this.#context.now;
  }

  /** A commit began an epoch. One without a path brings no fresh entropy. */
  beginEpoch(view: CommitView, { self, roster }: EpochState, newcomers: boolean): void {
    const { now, outgoing } = this.#context;
    this.#lastCommitter = view.sender;
    if (view.hasPath) this.#refreshedAt = now;
    if (view.sender === self) this.sent();
    if (newcomers && outgoing.news !== undefined) {
      this.#stateDueAt ??= now + this.#context.jitter(stateJitterMs(roster.length));
    }
  }

  /** Does what is due. Needs a log that can be written to. */
  async tick(epoch: EpochState): Promise<void> {
    const { now, outgoing } = this.#context;
    if (this.#stateDueAt !== undefined && now >= this.#stateDueAt) {
      this.#stateDueAt = undefined;
      if (outgoing.news !== undefined) outgoing.add(outgoing.news);
    }
    if (now >= this.#heartbeatAt(epoch) && outgoing.first === undefined) outgoing.add({ type: "alive" });
    this.#planned = this.#plan(epoch);
    for (const leaf of this.#planned.probe) {
      outgoing.add({ type: "probe", leaf });
      this.#presence.probed(leaf, now);
    }
    this.#mandate = this.#government.next(epoch, this.#planned.standInMs);
    if (this.#writer.isCommitting || this.#writer.pausedUntil !== undefined) return;
    const dueAt = Math.min(this.#mandate.dueAt ?? Infinity, this.#lobby.decidedAt(epoch) ?? Infinity);
    const { policy, remove } = this.#mandate;
    if (policy !== undefined) await this.#writer.commit(epoch, { removes: remove, joiners: [], policy });
    else if (this.#planned.commit || dueAt <= now) await this.#commit(epoch, this.#planned, this.#mandate);
  }

  wakeAt(epoch: EpochState): number | undefined {
    const times = [
      this.#stateDueAt,
      this.#planned?.wakeAt,
      this.#mandate?.dueAt,
      this.#lobby.decidedAt(epoch),
      this.#heartbeatAt(epoch),
      this.#writer.pausedUntil,
    ];
    const next = Math.min(
      ...times.map((time) => time ?? Infinity).filter((time) => time > this.#context.now),
    );
    return Number.isFinite(next) ? next : undefined;
  }

  #heartbeatAt({ roster }: EpochState): number {
    return this.#lastSentAt + heartbeatMs(roster.length);
  }

  #plan(epoch: EpochState): Plan {
    const { self, roster, evidence } = epoch;
    return plan({
      now: this.#context.now,
      self,
      members: roster,
      costs: (removed) => this.#costsIn(epoch, removed),
      evidence,
      lifeSigns: this.#presence.lifeSigns,
      admissionDueAt: this.#lobby.dueAt(epoch),
      refreshedAt: this.#refreshedAt,
      rotateMs: this.#context.options.rotateMs,
      lastCommitter: this.#lastCommitter,
    });
  }

  /** Asked for at every event, and the same for most of an epoch. */
  #costsIn({ number, group }: EpochState, removed: ReadonlySet<LeafIndex>): readonly PathCost[] {
    const key = [number, ...removed].join();
    if (this.#costsOf !== number) this.#costs.clear();
    this.#costsOf = number;
    const costs = this.#costs.get(key) ?? pathCosts(group, removed);
    this.#costs.set(key, costs);
    return costs;
  }

  async #commit(epoch: EpochState, planned: Plan, mandate: Mandate): Promise<void> {
    const waiting = await this.#lobby.admissible(epoch);
    const { admitted, replaced, impossible } = selectJoiners(epoch, waiting);
    for (const joiner of impossible) this.#admissions.drop(joiner);
    const ourTab = waiting.find((joiner) => earlierSelves(epoch, joiner).includes(epoch.self));
    if (ourTab !== undefined && epoch.roster.length === 1) return this.#replaced();
    const removes = [...new Set([...planned.remove, ...mandate.remove, ...replaced])];
    const isRotation = this.#context.now >= this.rotationDueAt;
    if (removes.length === 0 && admitted.length === 0 && !isRotation) return;
    await this.#writer.commit(epoch, { removes, joiners: admitted });
  }
}
