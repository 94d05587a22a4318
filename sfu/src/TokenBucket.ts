/** Bounds how often something may be done: `burst` at once, `perSecond` in the long run. */
export class TokenBucket {
  readonly #burst: number;
  readonly #perSecond: number;
  #tokens: number;
  #filledAt: number;

  /** @param now ms, of any clock that goes forward */
  constructor(burst: number, perSecond: number, now: number) {
    this.#burst = burst;
    this.#perSecond = perSecond;
    this.#tokens = burst;
    this.#filledAt = now;
  }

  /** Whether it may be done now, or this often; counts it if so. */
  take(now: number, count = 1): boolean {
    const seconds = Math.max(0, now - this.#filledAt) / 1000;
    this.#filledAt = Math.max(this.#filledAt, now);
    this.#tokens = Math.min(this.#burst, this.#tokens + seconds * this.#perSecond);
    if (this.#tokens < count) return false;
    this.#tokens -= count;
    return true;
  }
}
