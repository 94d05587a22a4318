/**
 * Repeats a step for as long as there is news: `wake` says that there may be some, and never runs two steps at
 * once. News that comes during a step causes one more.
 */
export class Feed {
  readonly #step: () => Promise<void>;
  readonly #onFailure: (error: unknown) => void;
  #state: "idle" | "running" | "woken" | "stopped" = "idle";

  /** `onFailure` is called at most once, with what a step threw; no step follows. */
  constructor(step: () => Promise<void>, onFailure: (error: unknown) => void) {
    this.#step = step;
    this.#onFailure = onFailure;
  }

  get stopped(): boolean {
    return this.#state === "stopped";
  }

  wake(): void {
    if (this.#state === "running") this.#state = "woken";
    if (this.#state === "idle") {
      this.#state = "running";
      void this.#run();
    }
  }

  stop(): void {
    this.#state = "stopped";
  }

  async #run(): Promise<void> {
    try {
      await this.#step();
    } catch (error) {
      if (this.stopped) return;
      this.stop();
      this.#onFailure(error);
      return;
    }
    if (this.#state === "woken") {
      this.#state = "running";
      return this.#run();
    }
    if (this.#state === "running") this.#state = "idle";
  }
}
