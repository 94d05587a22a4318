import type { Histogram } from "./Histogram.ts";

/** What is told of a distribution; undefined values where nothing was measured. */
export interface Quantiles {
  readonly count: number;
  readonly p50: number | undefined;
  readonly p95: number | undefined;
  readonly p99: number | undefined;
  readonly max: number | undefined;
}

export function quantilesOf(histogram: Histogram): Quantiles {
  const { count } = histogram;
  const at = (share: number): number | undefined => rounded(histogram.quantile(share));
  return {
    count,
    p50: at(0.5),
    p95: at(0.95),
    p99: at(0.99),
    max: count === 0 ? undefined : rounded(histogram.max),
  };
}

function rounded(value: number | undefined): number | undefined {
  return value === undefined ? undefined : Math.round(value * 10) / 10;
}
