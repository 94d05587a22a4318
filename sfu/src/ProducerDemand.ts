import type { types } from "mediasoup";

/** The part of a consumer that is looked at. */
export interface Demanding {
  readonly paused: boolean;
  readonly preferredLayers?: types.ConsumerLayers | undefined;
  readonly observer: { on(event: "pause" | "resume" | "close", listener: () => void): unknown };
}

/**
 * How long a layer may go unwanted before its sender is told to stop making it, ms: somebody who turns a page and comes
 * back does not cost a key frame.
 */
export const SETTLE_MS = 2_000;
/** Above every layer there is: a consumer that never said what it prefers gets the best. */
const TOP = 7;

/** The highest spatial layer that any of these wants; -1 if none of them wants any. */
export function highestWanted(consumers: Iterable<Pick<Demanding, "paused" | "preferredLayers">>): number {
  let highest = -1;
  for (const { paused, preferredLayers } of consumers) {
    if (!paused) highest = Math.max(highest, preferredLayers?.spatialLayer ?? TOP);
  }
  return highest;
}

/** Follows what the receivers of one producer want, and says so: more at once, less after a while. */
export class ProducerDemand {
  readonly #tell: (spatialLayer: number) => void;
  readonly #consumers = new Set<Demanding>();
  /** A sender makes everything until it is told otherwise. */
  #told = TOP;
  #lowering: NodeJS.Timeout | undefined;

  constructor(tell: (spatialLayer: number) => void) {
    this.#tell = tell;
    this.consider();
  }

  /** Takes another receiver into account, for as long as it lives. */
  add(consumer: Demanding): void {
    this.#consumers.add(consumer);
    consumer.observer.on("pause", () => {
      this.consider();
    });
    consumer.observer.on("resume", () => {
      this.consider();
    });
    consumer.observer.on("close", () => {
      this.#consumers.delete(consumer);
      this.consider();
    });
    this.consider();
  }

  /** Looks again; to be called when somebody prefers another layer. */
  consider(): void {
    const wanted = highestWanted(this.#consumers);
    if (wanted >= this.#told) {
      clearTimeout(this.#lowering);
      this.#lowering = undefined;
      this.#say(wanted);
    } else {
      this.#lowering ??= setTimeout(() => {
        this.#lowering = undefined;
        this.#say(highestWanted(this.#consumers));
      }, SETTLE_MS);
    }
  }

  close(): void {
    clearTimeout(this.#lowering);
  }

  #say(wanted: number): void {
    if (wanted === this.#told) return;
    this.#told = wanted;
    this.#tell(wanted);
  }
}
