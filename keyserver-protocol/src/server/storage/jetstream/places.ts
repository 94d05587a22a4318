import type { Sequence } from "../../../messages/index.ts";

/** How many logs, and how many places of each, are remembered. */
const MAX_LOGS = 10_000;
const MAX_PLACES = 64;

interface Mark {
  readonly sequence: Sequence;
  readonly place: number;
}

/** Where in the stream the latest records of each log lie, so that a reader need not begin at the oldest one. */
export class Places {
  readonly #marks = new Map<string, Mark[]>();

  note(key: string, sequence: Sequence, place: number): void {
    const marks = this.#marks.get(key) ?? [];
    const last = marks.at(-1);
    if (last !== undefined && last.sequence >= sequence) return;
    marks.push({ sequence, place });
    if (marks.length > MAX_PLACES) marks.shift();
    this.#marks.delete(key);
    this.#marks.set(key, marks);
    const [oldest] = this.#marks.keys();
    if (this.#marks.size > MAX_LOGS && oldest !== undefined) this.#marks.delete(oldest);
  }

  /** The place of that sequence or of an earlier one; 0 if none is known. */
  atOrBefore(key: string, sequence: Sequence): number {
    return this.#marks.get(key)?.findLast((mark) => mark.sequence <= sequence)?.place ?? 0;
  }

  forget(key: string): void {
    this.#marks.delete(key);
  }
}
