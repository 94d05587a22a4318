/** Enough for what is being fanned out just now; older records are encoded anew for whoever replays them. */
const MAX_ENCODINGS = 16;

/** The same record goes to every subscriber: its bytes are made once while it is new. */
export class RecentEncodings {
  readonly #recent = new Map<object, Uint8Array>();

  of(source: object, encode: () => Uint8Array): Uint8Array {
    const known = this.#recent.get(source);
    if (known !== undefined) return known;
    const bytes = encode();
    this.#recent.set(source, bytes);
    for (const oldest of this.#recent.keys()) {
      if (this.#recent.size <= MAX_ENCODINGS) break;
      this.#recent.delete(oldest);
    }
    return bytes;
  }
}
