/** Ratio between neighbouring buckets: values are known to one percent. */
const GROWTH = 1.01;
const LOG = Math.log(GROWTH);

/** A histogram as plain data, to be sent between processes: bucket, count. */
export interface HistogramData {
  readonly buckets: readonly (readonly [number, number])[];
  readonly max: number;
  readonly sum: number;
}

/** Counts values of any size in few buckets, so that millions of them take no room. Values below 0.01 count as 0.01. */
export class Histogram {
  readonly #buckets = new Map<number, number>();
  #count = 0;
  #max = 0;
  #sum = 0;

  static from(values: Iterable<number>): Histogram {
    const histogram = new Histogram();
    for (const value of values) histogram.add(value);
    return histogram;
  }

  get count(): number {
    return this.#count;
  }

  get max(): number {
    return this.#max;
  }

  /** Undefined of none. */
  get mean(): number | undefined {
    return this.#count === 0 ? undefined : this.#sum / this.#count;
  }

  add(value: number): void {
    const bucket = Math.ceil(Math.log(Math.max(value, 0.01)) / LOG);
    this.#buckets.set(bucket, (this.#buckets.get(bucket) ?? 0) + 1);
    this.#count += 1;
    this.#sum += value;
    this.#max = Math.max(this.#max, value);
  }

  /** The value that this share (0 to 1) of all values do not exceed; undefined of none. */
  quantile(share: number): number | undefined {
    if (this.#count === 0) return undefined;
    let left = Math.max(1, Math.ceil(share * this.#count));
    for (const [bucket, count] of [...this.#buckets].sort(([one], [other]) => one - other)) {
      left -= count;
      if (left <= 0) return Math.min(GROWTH ** bucket, this.#max);
    }
    return this.#max;
  }

  merge({ buckets, max, sum }: HistogramData): void {
    for (const [bucket, count] of buckets) {
      this.#buckets.set(bucket, (this.#buckets.get(bucket) ?? 0) + count);
      this.#count += count;
    }
    this.#max = Math.max(this.#max, max);
    this.#sum += sum;
  }

  toData(): HistogramData {
    return { buckets: [...this.#buckets], max: this.#max, sum: this.#sum };
  }
}
