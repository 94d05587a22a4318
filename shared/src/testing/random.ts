/**
 * A seeded source of test data. Its results repeat for a seed, which the tests put into their failure
 * messages; set SOTTO_SEED to run one again. Not for keys: splitmix32 is predictable.
 */
export class TestRandom {
  readonly seed: number;
  #state: number;

  constructor(seed: number) {
    this.seed = seed;
    this.#state = seed >>> 0;
  }

  u32(): number {
    this.#state = (this.#state + 0x9e3779b9) >>> 0;
    let mixed = this.#state;
    mixed = Math.imul(mixed ^ (mixed >>> 16), 0x21f0aaad);
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
    return (mixed ^ (mixed >>> 15)) >>> 0;
  }

  /** A whole number from 0 to `limit - 1`. */
  below(limit: number): number {
    return this.u32() % limit;
  }

  bytes(length: number): Uint8Array {
    return Uint8Array.from({ length }, () => this.below(256));
  }

  pick<Item>(items: readonly Item[]): Item {
    return items[this.below(items.length)] as Item;
  }
}

/** SOTTO_SEED, or a new seed for every run; printed, so that a failed run can be repeated. */
export function seededRandom(test: string): TestRandom {
  const given = process.env["SOTTO_SEED"];
  const seed = given === undefined ? crypto.getRandomValues(new Uint32Array(1))[0] : Number(given);
  process.stdout.write(`${test}: SOTTO_SEED=${seed}\n`);
  return new TestRandom(seed ?? 0);
}
