import { createHash } from "node:crypto";
import { bytesEqualConstantTime } from "@sotto/shared/codec";

/**
 * Whose a participant id is: the first to use it binds it to a token, and only who shows that token again may use
 * it. Kept also for those who have left, so that nobody can take a place while its owner reconnects.
 */
export class ResumeTokens {
  /** SHA-256 of each token, oldest first: the token itself is not worth keeping. */
  readonly #hashes = new Map<string, Uint8Array>();
  readonly #capacity: number;

  /** @param capacity ids remembered; beyond it, ids nobody uses now are forgotten, oldest first */
  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  /** Whether this token may use the id: it is the id's token, or the id has none yet. */
  fits(id: string, token: Uint8Array): boolean {
    const known = this.#hashes.get(id);
    return known === undefined || bytesEqualConstantTime(known, hashOf(token));
  }

  /** Binds an id to the token of its first use. `inUse` says which ids must not be forgotten for it. */
  bind(id: string, token: Uint8Array, inUse: (id: string) => boolean): void {
    if (this.#hashes.has(id)) return;
    this.#hashes.set(id, hashOf(token));
    for (const old of this.#hashes.keys()) {
      if (this.#hashes.size <= this.#capacity) return;
      if (old !== id && !inUse(old)) this.#hashes.delete(old);
    }
  }
}

function hashOf(token: Uint8Array): Uint8Array {
  return createHash("sha256").update(token).digest();
}
