/** A worker that a call's next transport may go to. */
export interface Candidate {
  /** Transports and streams of all calls there. */
  readonly load: number;
  /** Those of this call; undefined if it has no router there. */
  readonly callLoad: number | undefined;
}

/**
 * Chooses the worker for a transport of a call. Who sends is on the call's stage, its first router, so that each stream
 * crosses to another worker at most once. Receivers are there too while the call is small; a call that grows gets
 * routers of its own for them, where the load is least. From three workers on, the stage of a spread call takes no more
 * receivers, so that however many they become, what is sent gets in.
 * @param stage the worker of the call's stage, undefined if there is none yet
 * @param spreadLoad what the call may be on one worker before it gets another, if one with less to do is there
 * @returns undefined if there are no workers
 */
export function placeFor<T extends Candidate>(
  direction: "send" | "recv",
  workers: readonly T[],
  stage: T | undefined,
  spreadLoad: number,
): T | undefined {
  if (stage === undefined) return leastLoaded(workers);
  if (direction === "send") return stage;
  const used = workers.filter(({ callLoad }) => callLoad !== undefined);
  const keepStageFree = used.length > 1 && workers.length > 2;
  const best = leastLoaded(keepStageFree ? used.filter((worker) => worker !== stage) : used) ?? stage;
  const other = leastLoaded(workers.filter(({ callLoad }) => callLoad === undefined));
  const grows = other !== undefined && (best.callLoad ?? 0) >= spreadLoad && other.load < best.load;
  return grows ? other : best;
}

/** The first of those with the least to do. */
export function leastLoaded<T extends { readonly load: number }>(workers: readonly T[]): T | undefined {
  return workers.reduce<T | undefined>(
    (best, worker) => (best === undefined || worker.load < best.load ? worker : best),
    undefined,
  );
}
