import type { MachineContext } from "./context.ts";
import { AWAY_GRACE_MS, ROTATION_GRACE_MS } from "./timing.ts";

/** Says when the call's keys are no longer cared for as they should be, and when they are again. */
export class Health {
  readonly #context: MachineContext;
  #awaySince: number | undefined;

  constructor(context: MachineContext) {
    this.#context = context;
  }

  /** `isLive`: whether the log can be read and written. `rotationDueAt`: when fresh keys were or are due, ms. */
  tick(isLive: boolean, rotationDueAt: number): void {
    const { now } = this.#context;
    this.#awaySince = isLive ? undefined : (this.#awaySince ?? now);
    const isAway = this.#awaySince !== undefined && now - this.#awaySince >= AWAY_GRACE_MS;
    const isLate = now >= rotationDueAt + ROTATION_GRACE_MS;
    const reason = isAway ? "keyserver-away" : isLate ? "rotation-late" : undefined;
    this.#context.enterHealth(reason);
  }

  /** When the next change is due if nothing happens before, ms. */
  wakeAt(rotationDueAt: number): number | undefined {
    const dues = [rotationDueAt + ROTATION_GRACE_MS];
    if (this.#awaySince !== undefined) dues.push(this.#awaySince + AWAY_GRACE_MS);
    const next = Math.min(...dues.filter((due) => due > this.#context.now));
    return Number.isFinite(next) ? next : undefined;
  }
}
