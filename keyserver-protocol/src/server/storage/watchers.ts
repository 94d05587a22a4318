import type { Unwatch, WatchEvent, WatchListener } from "./storage.ts";

/** Who wants to hear of changes, by key. */
export class Watchers {
  readonly #listeners = new Map<string, Set<WatchListener>>();

  add(key: string, listener: WatchListener): Unwatch {
    const listeners = this.#listeners.get(key) ?? new Set();
    this.#listeners.set(key, listeners);
    // One registration is one object, though the same function may be given twice.
    const registration: WatchListener = (event) => listener(event);
    listeners.add(registration);
    return () => {
      listeners.delete(registration);
      if (listeners.size === 0 && this.#listeners.get(key) === listeners) this.#listeners.delete(key);
    };
  }

  /** Tells them after the caller has finished its change. */
  tell(key: string, event: WatchEvent): void {
    const listeners = this.#listeners.get(key);
    if (listeners === undefined) return;
    queueMicrotask(() => {
      for (const listener of [...listeners]) listener(event);
    });
  }
}
