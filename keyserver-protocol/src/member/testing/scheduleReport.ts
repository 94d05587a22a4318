import type { Simulation } from "./simulation.ts";

// What a random call is begun with, and what comes of it.

/** What a run came to. */
export interface ScheduleReport {
  readonly steps: number;
  readonly virtualMs: number;
  readonly epochs: number;
  readonly frames: number;
  readonly members: number;
  /** Hash of everything that was said, and to whom, and when: equal for equal runs. */
  readonly hash: string;
}

export interface ScheduleOptions {
  readonly suite: "classical" | "xwing";
  /** Whether the key server means ill. */
  readonly isHostile: boolean;
}

export const USUAL: ScheduleOptions = { suite: "classical", isHostile: false };

/** A run in which something that must hold did not. */
export class ScheduleFailure extends Error {
  readonly seed: number;

  constructor(
    seed: number,
    options: ScheduleOptions,
    happened: string,
    simulation: Simulation,
    cause: unknown,
  ) {
    const hostile = options.isHostile ? " --hostile" : "";
    const suite = (options.suite === "classical" ? "" : ` --suite ${options.suite}`) + hostile;
    const what = cause instanceof Error ? cause.message : String(cause);
    super(
      `${what}\nTo see it again: npm run simulate -- --seed ${seed}${suite}\n${happened}\n${simulation.story()}`,
      { cause },
    );
    this.seed = seed;
  }
}
