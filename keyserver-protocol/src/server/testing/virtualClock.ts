import type { Clock } from "../clock.ts";

interface Timer {
  readonly everyMs: number;
  readonly callback: () => void;
  dueMs: number;
}

/** A clock that only a test moves. */
export class VirtualClock implements Clock {
  readonly #timers = new Set<Timer>();
  #nowMs = 1_000_000;

  now(): number {
    return this.#nowMs;
  }

  every(ms: number, callback: () => void): () => void {
    const timer = { everyMs: ms, callback, dueMs: this.#nowMs + ms };
    this.#timers.add(timer);
    return () => this.#timers.delete(timer);
  }

  /** Moves on, and calls back what falls due on the way. */
  advance(ms: number): void {
    const untilMs = this.#nowMs + ms;
    for (;;) {
      const due = [...this.#timers]
        .filter(({ dueMs }) => dueMs <= untilMs)
        .sort((a, b) => a.dueMs - b.dueMs)[0];
      if (due === undefined) break;
      this.#nowMs = due.dueMs;
      due.dueMs += due.everyMs;
      due.callback();
    }
    this.#nowMs = untilMs;
  }
}
