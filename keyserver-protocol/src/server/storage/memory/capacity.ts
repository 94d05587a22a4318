/** Charged for each thing stored besides its blob: its record, keys and map slots, rounded up. */
const OVERHEAD_BYTES = 256;

/** A blob, or as many bytes. */
interface Sized {
  readonly length: number;
}

/** Bytes that all parts of a memory store share. */
export class Capacity {
  readonly #maxBytes: number;
  #usedBytes = 0;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  get usedBytes(): number {
    return this.#usedBytes;
  }

  /** Claims room for a blob; false, and nothing claimed, if there is not enough. */
  claim(blob: Sized): boolean {
    const bytes = blob.length + OVERHEAD_BYTES;
    if (this.#usedBytes + bytes > this.#maxBytes) return false;
    this.#usedBytes += bytes;
    return true;
  }

  /** Gives back what `claim` claimed for this blob. */
  release(blob: Sized): void {
    this.#usedBytes -= blob.length + OVERHEAD_BYTES;
  }
}
