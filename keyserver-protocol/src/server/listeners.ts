import type { GroupId } from "@sotto/shared/ids";
import { idKey } from "./storage/index.ts";

/** How many subscriptions of this process each group has. */
export class Listeners {
  readonly #counts = new Map<string, { readonly groupId: GroupId; count: number }>();

  /** Counts one more until the returned function is first called. */
  add(groupId: GroupId): () => void {
    const key = idKey(groupId);
    const counted = this.#counts.get(key) ?? { groupId, count: 0 };
    this.#counts.set(key, counted);
    counted.count += 1;
    let removed = false;
    return () => {
      if (removed) return;
      removed = true;
      counted.count -= 1;
      if (counted.count === 0) this.#counts.delete(key);
    };
  }

  countOf(groupId: GroupId): number {
    return this.#counts.get(idKey(groupId))?.count ?? 0;
  }

  /** The groups that somebody follows. */
  groups(): GroupId[] {
    return [...this.#counts.values()].map(({ groupId }) => groupId);
  }
}
