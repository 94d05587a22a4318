/** Runs the tasks of one key one after another, and those of different keys side by side. */
export class SerialQueue {
  readonly #tails = new Map<string, Promise<unknown>>();

  /** Resolves or rejects as the task does. A task that fails does not hold up those behind it. */
  async run<T>(key: string, task: () => Promise<T>): Promise<T> {
    const before = this.#tails.get(key) ?? Promise.resolve();
    const done = before.then(task, task);
    this.#tails.set(key, done);
    try {
      return await done;
    } finally {
      if (this.#tails.get(key) === done) this.#tails.delete(key);
    }
  }
}
