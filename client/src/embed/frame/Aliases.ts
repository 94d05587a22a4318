/**
 * Names for people that mean something in this frame only: a participant's real id is known to the forwarding server,
 * and an embedding page could tell it who that is.
 */
export class Aliases {
  readonly #prefix: string;
  readonly #aliases = new Map<string, string>();
  readonly #keys = new Map<string, string>();

  constructor(prefix: string) {
    this.#prefix = prefix;
  }

  aliasOf(key: string): string {
    const known = this.#aliases.get(key);
    if (known !== undefined) return known;
    const alias = `${this.#prefix}${this.#aliases.size + 1}`;
    this.#aliases.set(key, alias);
    this.#keys.set(alias, key);
    return alias;
  }

  /** Undefined for an alias that was never given. */
  keyOf(alias: string): string | undefined {
    return this.#keys.get(alias);
  }
}
