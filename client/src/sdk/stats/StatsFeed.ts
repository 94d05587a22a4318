import type { CallState } from "../callState.ts";
import type { Source } from "../streams.ts";
import type { StreamRates } from "./rates.ts";

/** One stream during the last second. */
export interface StreamStats extends StreamRates {
  readonly participantKey: string;
  readonly source: Source;
  readonly direction: "send" | "receive";
  readonly codec: string;
  /** Nobody looks at it: it is held back (`receive`) or not encoded (`send`). */
  readonly paused: boolean;
  /** The spatial layer that is asked for, or the highest that is made. */
  readonly layer?: number;
  /** Microseconds that encryption or decryption of a frame took, its way through the worker included. */
  readonly cryptUs?: number;
  /** Frames that could not be encrypted or opened in this second. */
  readonly framesRefused: number;
  /** Number of the epoch whose keys are in use. */
  readonly epoch?: number;
}

/** Figures of every stream, for whoever wants to see them. */
export interface StatsFacet {
  /** Calls `listener` about once a second until the returned function is called. Nothing is collected for nobody. */
  subscribe(listener: (streams: readonly StreamStats[]) => void): () => void;
}

/** Passes figures on; outlives connections. */
export class StatsFeed implements StatsFacet {
  readonly #state: () => CallState;
  readonly #listeners = new Set<(streams: readonly StreamStats[]) => void>();

  /** @param state the call's, for one's own participant key and the epoch whose keys are in use */
  constructor(state: () => CallState) {
    this.#state = state;
  }

  /** Whether somebody listens. */
  get wanted(): boolean {
    return this.#listeners.size > 0;
  }

  subscribe(listener: (streams: readonly StreamStats[]) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** @param streams one's own under the empty participant key */
  give(streams: readonly StreamStats[]): void {
    const { people, epoch } = this.#state();
    const self = people.find(({ isSelf }) => isSelf)?.key ?? "";
    const named = streams.map((stream) => ({
      ...stream,
      participantKey: stream.participantKey === "" ? self : stream.participantKey,
      ...(epoch !== undefined && { epoch: epoch.number }),
    }));
    for (const listener of [...this.#listeners]) listener(named);
  }
}
