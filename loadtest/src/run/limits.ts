import type { Results } from "./results.ts";

/** What can be limited, by the name of its option. A value that was not measured does not hold. */
const limited: Readonly<Record<string, (results: Results) => number | undefined>> = {
  "max-join-p95": ({ joinMs }) => joinMs.p95,
  "max-first-frame-p95": ({ firstFrameMs }) => firstFrameMs.p95,
  "max-epoch-p95": ({ epochChangeMs }) => epochChangeMs.p95,
  "max-removal-p95": ({ removalMs }) => removalMs.p95,
  "max-delay-p95": ({ delayMs }) => delayMs.p95,
  "max-loss-percent": ({ frames }) => frames.lossPercent,
  "max-decrypt-failures": ({ frames }) => frames.decryptFailures,
  "max-failed": ({ people }) => people.planned - people.joined,
};

export const limitNames: readonly string[] = Object.keys(limited);

/** A limit and what came out. */
export interface LimitOutcome {
  readonly name: string;
  readonly limit: number;
  readonly value: number | undefined;
  readonly holds: boolean;
}

/** Judges the results. @param limits by option name */
export function judge(results: Results, limits: Readonly<Record<string, number>>): LimitOutcome[] {
  return Object.entries(limits).map(([name, limit]) => {
    const value = limited[name]?.(results);
    return { name, limit, value, holds: value !== undefined && value <= limit };
  });
}
