/** Typed listeners: each event has one argument. */
export class Emitter<Events extends object> {
  readonly #listeners: { [E in keyof Events]?: Set<(detail: Events[E]) => void> } = {};

  /** Returns the function that ends it. */
  on<E extends keyof Events>(event: E, listener: (detail: Events[E]) => void): () => void {
    const listeners = (this.#listeners[event] ??= new Set());
    listeners.add(listener);
    return () => {
      listeners.delete(listener);
    };
  }

  emit<E extends keyof Events>(event: E, detail: Events[E]): void {
    for (const listener of [...(this.#listeners[event] ?? [])]) listener(detail);
  }
}
