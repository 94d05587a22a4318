import { performance } from "node:perf_hooks";

/** Runs it and returns how long it took, ms, and what it gave. */
export async function timed<T>(run: () => Promise<T>): Promise<{ ms: number; result: T }> {
  const begin = performance.now();
  const result = await run();
  return { ms: performance.now() - begin, result };
}

/** Repeats until there are `most` measurements or `forMs` have passed; at least once. Returns the times, ms. */
export async function repeated(most: number, forMs: number, run: () => Promise<unknown>): Promise<number[]> {
  const times: number[] = [];
  let spent = 0;
  while (times.length < most && (spent < forMs || times.length === 0)) {
    const { ms } = await timed(run);
    times.push(ms);
    spent += ms;
  }
  return times;
}

/** The middle one, which a pause of the machine does not move; undefined of none. */
export function median(times: readonly number[]): number | undefined {
  return [...times].sort((a, b) => a - b)[Math.floor(times.length / 2)];
}

/**
 * The lower quartile: what it takes when nothing else gets in the way. On a machine that does other things too, the middle
 * one measures those as well, and most where work hops between threads. Undefined of none.
 */
export function undisturbed(times: readonly number[]): number | undefined {
  return [...times].sort((a, b) => a - b)[Math.floor(times.length / 4)];
}
