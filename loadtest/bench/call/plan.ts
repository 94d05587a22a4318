/** One call of the benchmark. */
export interface PlannedCall {
  readonly size: number;
  /**
   * `steady`: nobody moves, and keys change often enough to be counted. `moving`: people leave and others come.
   * `quiet`: nobody moves, and keys change as seldom as usual.
   */
  readonly kind: "steady" | "moving" | "quiet";
  /** From when all are there, s. */
  readonly seconds: number;
}

/** The size whose figures are watched. */
export const WATCHED = 25;
/** How often a call gets new keys if nobody asks for anything else, s. */
export const USUAL_ROTATION = 30;
/** So that changes of the epoch can be counted, s. */
export const FAST_ROTATION = 5;

/** Who speaks, with a camera; everybody else has both off. */
export const PUBLISHERS = 4;
export const CHURN_PER_MINUTE = 20;

const SECONDS = 20;
const QUICK_SECONDS = 12;

/** All calls, those that are watched first: if time runs out, it is for others. */
export function plannedCalls(quick: boolean): PlannedCall[] {
  const seconds = quick ? QUICK_SECONDS : SECONDS;
  const others = quick ? [10] : [10, 50, 100];
  return [
    { size: WATCHED, kind: "steady", seconds },
    { size: WATCHED, kind: "moving", seconds },
    { size: WATCHED, kind: "quiet", seconds: 2 * USUAL_ROTATION },
    ...others.flatMap((size): PlannedCall[] => [
      { size, kind: "steady", seconds },
      { size, kind: "moving", seconds },
    ]),
  ];
}

/** People come one after the other, ms apart. */
export const ARRIVAL_MS = 150;
/** Servers and processes begin and end, s; and who is slow to join is waited for. */
const AROUND_S = 10;

/** How long a call takes at most, s, with a machine that is slow at joining: those who are late are waited for as long again. */
export function longestSeconds({ size, seconds }: PlannedCall): number {
  return AROUND_S + (size * ARRIVAL_MS) / 1_000 + 10 + 2 * seconds;
}
