import { createHash } from "node:crypto";
import { bytesEqualConstantTime, fromBase64Url, toBase64Url } from "@sotto/shared/codec";
import { SfuError } from "./SfuError.ts";

/**
 * Whom the members of a call have put out. They prove that they are members by a secret of their group's epoch, of
 * which this server keeps the hash: whoever shows the secret names the next hash. Nobody's name, role or key comes in.
 */
export class Evictions {
  readonly #barred = new Set<string>();
  readonly #capacity: number;
  #hash: Uint8Array | undefined;

  /** @param capacity ids remembered; beyond it, those barred longest ago are forgotten */
  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  /** Hash of the capability that counts, base64url; undefined until somebody sets one. */
  get capabilityHash(): string | undefined {
    return this.#hash === undefined ? undefined : toBase64Url(this.#hash);
  }

  /**
   * Puts the hash of the next capability in the place of the one that is shown.
   * @param capability absent if there is none yet
   * @throws SfuError `sfu/bad-capability`
   */
  replace(capability: string | undefined, nextHash: string): void {
    const shown = capability === undefined ? undefined : hashOf(fromBase64Url(capability));
    const isRight =
      this.#hash === undefined || shown === undefined
        ? this.#hash === shown
        : bytesEqualConstantTime(this.#hash, shown);
    if (!isRight) throw new SfuError("sfu/bad-capability", "this is not the call's capability");
    this.#hash = fromBase64Url(nextHash);
  }

  /** Keeps these participants from joining again. */
  bar(participantIds: readonly string[]): void {
    for (const id of participantIds) this.#barred.add(id);
    for (const oldest of this.#barred) {
      if (this.#barred.size <= this.#capacity) return;
      this.#barred.delete(oldest);
    }
  }

  isBarred(participantId: string): boolean {
    return this.#barred.has(participantId);
  }
}

function hashOf(capability: Uint8Array): Uint8Array {
  return createHash("sha256").update(capability).digest();
}
