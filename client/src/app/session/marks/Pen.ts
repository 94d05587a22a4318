import { encodeMark, type Mark, MOST_SPOTS, type Spot } from "./marks.ts";

/** Where the marks of a pen go. Messages that are lossy may be dropped. */
export type SendMark = (bytes: Uint8Array, lossy: boolean) => void;

/** Pause between two messages, ms: smooth for the eye, 20 a second for the network. */
export const PACE_MS = 50;

/**
 * One person's hand over a shared picture: takes every movement and sends few messages. The last place is always sent.
 */
export class Pen {
  readonly #send: SendMark;
  readonly #later: (run: () => void, ms: number) => unknown;
  #leaf = 0;
  #pointer: Spot | undefined;
  #line: { readonly number: number; spots: Spot[] } | undefined;
  #lines = 0;
  #isWaiting = false;

  /** @param later `setTimeout`, or a test's */
  constructor(send: SendMark, later: (run: () => void, ms: number) => unknown) {
    this.#send = send;
    this.#later = later;
  }

  /** The hand is here, on the screen of the presenter with this leaf. */
  point(leaf: number, at: Spot): void {
    this.#leaf = leaf;
    this.#pointer = at;
    this.#flushSoon();
  }

  /** The hand points at nothing any more. */
  away(): void {
    this.#pointer = undefined;
    this.#say({ kind: "away", leaf: this.#leaf }, false);
  }

  /** Puts the pen down. Returns the line's number. */
  down(leaf: number, at: Spot): number {
    this.#leaf = leaf;
    this.#lines = (this.#lines + 1) & 0xffff;
    this.#line = { number: this.#lines, spots: [at] };
    this.#flushSoon();
    return this.#lines;
  }

  move(at: Spot): void {
    this.#line?.spots.push(at);
    this.#flushSoon();
  }

  up(): void {
    this.#sendLine();
    this.#line = undefined;
  }

  clear(leaf: number): void {
    this.#say({ kind: "clear", leaf }, false);
  }

  #flushSoon(): void {
    if (this.#isWaiting) return;
    this.#isWaiting = true;
    this.#later(() => {
      this.#isWaiting = false;
      if (this.#pointer !== undefined)
        this.#say({ kind: "pointer", leaf: this.#leaf, at: this.#pointer }, true);
      this.#pointer = undefined;
      this.#sendLine();
    }, PACE_MS);
  }

  #sendLine(): void {
    const line = this.#line;
    if (line === undefined) return;
    while (line.spots.length > 0)
      this.#say(
        { kind: "line", leaf: this.#leaf, line: line.number, spots: line.spots.splice(0, MOST_SPOTS) },
        false,
      );
  }

  #say(mark: Mark, lossy: boolean): void {
    this.#send(encodeMark(mark), lossy);
  }
}
