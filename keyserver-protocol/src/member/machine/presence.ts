import type { LeafIndex } from "@sotto/shared/ids";
import type { WireMessage } from "../appMessage.ts";
import { shouldBeRemoved, type Evidence } from "../rules/index.ts";
import type { LifeSigns } from "./plan.ts";

type Mutable = { -readonly [Key in keyof LifeSigns]: LifeSigns[Key] };

/** Who was heard when, as far as this member knows. An impression of one member, and used only for timing. */
export class Presence {
  readonly #signs = new Map<LeafIndex, Mutable>();

  get lifeSigns(): ReadonlyMap<LeafIndex, LifeSigns> {
    return this.#signs;
  }

  /** Follows the roster into a new epoch: what was in the log of the last one is gone. */
  beginEpoch(leaves: readonly LeafIndex[], replaced: ReadonlySet<LeafIndex>, now: number): void {
    for (const leaf of this.#signs.keys()) {
      if (!leaves.includes(leaf) || replaced.has(leaf)) this.#signs.delete(leaf);
    }
    for (const leaf of leaves) {
      const signs = this.#of(leaf, now);
      signs.reasonAt = undefined;
      signs.probeSentAt = undefined;
    }
  }

  /** Takes notice of a message in the log, with the evidence that it made. */
  heard(sender: LeafIndex, message: WireMessage | undefined, evidence: Evidence, now: number): void {
    const signs = this.#of(sender, now);
    signs.lastHeardAt = now;
    signs.suspectSince = undefined;
    signs.askedAt = undefined;
    if (message?.type === "leave") signs.goodbyeAt = now;
    const asked = message?.type === "probe" ? this.#signs.get(message.leaf) : undefined;
    if (asked !== undefined) asked.askedAt ??= now;
    for (const [leaf, other] of this.#signs) {
      other.reasonAt = shouldBeRemoved(evidence, leaf) ? (other.reasonAt ?? now) : undefined;
    }
  }

  suspect(leaf: LeafIndex, now: number): void {
    const signs = this.#signs.get(leaf);
    if (signs !== undefined) signs.suspectSince ??= now;
  }

  probed(leaf: LeafIndex, now: number): void {
    const signs = this.#signs.get(leaf);
    if (signs !== undefined) signs.probeSentAt = now;
  }

  /** The log as known so far says nothing: it was replaced, or read anew. */
  forgetReasons(evidence: Evidence, now: number): void {
    for (const [leaf, signs] of this.#signs) {
      signs.reasonAt = shouldBeRemoved(evidence, leaf) ? now : undefined;
      signs.probeSentAt = undefined;
    }
  }

  /** After time without a connection nobody else was silent: it was us. */
  excuseAll(now: number): void {
    for (const signs of this.#signs.values()) {
      signs.lastHeardAt = now;
      signs.suspectSince = undefined;
      signs.askedAt = undefined;
    }
  }

  #of(leaf: LeafIndex, now: number): Mutable {
    let signs = this.#signs.get(leaf);
    if (signs === undefined) {
      signs = {
        lastHeardAt: now,
        suspectSince: undefined,
        goodbyeAt: undefined,
        askedAt: undefined,
        reasonAt: undefined,
        probeSentAt: undefined,
      };
      this.#signs.set(leaf, signs);
    }
    return signs;
  }
}
