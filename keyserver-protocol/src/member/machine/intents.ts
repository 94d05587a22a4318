import type { HostAction } from "../api.ts";

/** What is wanted of the group: what the session can ask for, and a ban of somebody who was never in it. */
export type WantedAction = HostAction | { readonly kind: "ban"; readonly device: Uint8Array };

/** Something that a host wants, until it is done or can not be. */
export interface Intent {
  readonly action: WantedAction;
  /** By which the session knows it again; undefined if nobody waits for it. */
  readonly ticket: number | undefined;
  /** Device that the action is about, once it is known: its member may be gone before the action is through. */
  device?: Uint8Array;
}

/** What a host wants of the group, in the order in which it was asked for. It outlives a rejoin. */
export class Intents {
  readonly #intents: Intent[] = [];

  get all(): readonly Intent[] {
    return [...this.#intents];
  }

  add(action: WantedAction, ticket?: number): void {
    this.#intents.push({ action, ticket });
  }

  remove(intent: Intent): void {
    const index = this.#intents.indexOf(intent);
    if (index !== -1) this.#intents.splice(index, 1);
  }
}
