import type { SfuLimits } from "./limits.ts";
import { SfuError } from "./SfuError.ts";

/** Anything that is held until it closes. */
export interface Closing {
  readonly observer: { once(event: "close", listener: () => void): unknown };
}

/** What one server carries in all its calls, and what it still takes on. */
export class Capacity {
  /** Media of all clients as last measured, bit/s. */
  readonly bitsPerSecond = { in: 0, out: 0 };
  readonly streams = { producer: 0, consumer: 0, pipe: 0 };
  readonly #limits: SfuLimits;
  #participants = 0;

  constructor(limits: SfuLimits) {
    this.#limits = limits;
  }

  get participants(): number {
    return this.#participants;
  }

  /** Counts a participant until the answer is called. @throws SfuError `sfu/limit` */
  takeParticipant(): () => void {
    if (this.#participants >= this.#limits.participants)
      throw new SfuError("sfu/limit", "the server is full");
    this.#refuseOverBandwidth();
    this.#participants += 1;
    return () => {
      this.#participants -= 1;
    };
  }

  /** Asks before a stream is made. What is there goes on at full bandwidth; more does not come. @throws SfuError `sfu/limit` */
  askForStream(kind: "producer" | "consumer"): void {
    if (this.streams.producer + this.streams.consumer >= this.#limits.streams) {
      throw new SfuError("sfu/limit", "the server carries as many streams as it can");
    }
    if (kind === "producer") this.#refuseOverBandwidth();
  }

  /** Counts a stream until it closes. */
  hold(kind: "producer" | "consumer" | "pipe", stream: Closing): void {
    this.streams[kind] += 1;
    stream.observer.once("close", () => {
      this.streams[kind] -= 1;
    });
  }

  #refuseOverBandwidth(): void {
    if (this.bitsPerSecond.in + this.bitsPerSecond.out >= this.#limits.bitsPerSecond) {
      throw new SfuError("sfu/limit", "the server's bandwidth is in use");
    }
  }
}
