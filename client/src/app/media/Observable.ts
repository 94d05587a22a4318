/** One immutable value that can be watched; made for useSyncExternalStore. */
export class Observable<T> {
  #value: T;
  readonly #listeners = new Set<() => void>();

  constructor(value: T) {
    this.#value = value;
  }

  get value(): T {
    return this.#value;
  }

  /** Puts a new value in place and tells all listeners, unless it is the same one. */
  set(value: T): void {
    if (Object.is(value, this.#value)) return;
    this.#value = value;
    for (const listener of [...this.#listeners]) listener();
  }

  /** Calls `listener` after each change. Returns the function that ends it. */
  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Resolves with the first value, from now on, that meets the condition. */
  until(condition: (value: T) => boolean): Promise<T> {
    return new Promise((resolve) => {
      const check = () => {
        if (!condition(this.#value)) return;
        stop();
        resolve(this.#value);
      };
      const stop = this.subscribe(check);
      check();
    });
  }

  readonly get = (): T => this.#value;
}
