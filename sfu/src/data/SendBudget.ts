import type { SfuLimits } from "../limits.ts";
import { TokenBucket } from "../TokenBucket.ts";

/** What a message may be: passed on, dropped, or the last that is listened to. */
export type Admittance = "pass" | "sfu/rate" | "sfu/limit";

/** Messages over the limit that are answered with a refusal; one who sends on regardless is not listened to. */
const PATIENCE_BURST = 200;
const PATIENCE_PER_SECOND = 20;

/** Bounds what one participant has the SFU send: messages, and bytes times receivers, per second. */
export class SendBudget {
  readonly #messages: TokenBucket;
  readonly #bytes: TokenBucket;
  readonly #patience: TokenBucket;
  readonly #burstBytes: number;

  constructor(limits: SfuLimits, now: number) {
    const { dataMessagesPerSecond, dataBytesPerSecond, dataBurstBytes } = limits;
    this.#messages = new TokenBucket(2 * dataMessagesPerSecond, dataMessagesPerSecond, now);
    this.#bytes = new TokenBucket(dataBurstBytes, dataBytesPerSecond, now);
    this.#patience = new TokenBucket(PATIENCE_BURST, PATIENCE_PER_SECOND, now);
    this.#burstBytes = dataBurstBytes;
  }

  /** Asks for a message of this many bytes to this many receivers, and counts it if it passes. */
  admit(bytes: number, receivers: number, now: number): Admittance {
    // However large the call, one message always fits into a full budget.
    const cost = Math.min(bytes * Math.max(1, receivers), this.#burstBytes);
    if (this.#messages.take(now) && this.#bytes.take(now, cost)) return "pass";
    return this.refuse(now);
  }

  /** Counts a message that was no message. */
  refuse(now: number): "sfu/rate" | "sfu/limit" {
    return this.#patience.take(now) ? "sfu/rate" : "sfu/limit";
  }
}
