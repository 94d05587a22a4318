import type { DataLimits } from "@sotto/shared/signalling";

/** What an honest client keeps below the server's limits, so that a clock that differs a little drops nothing. */
const SHARE = 0.8;

/** How fast data messages may go: the forwarding server's limits, kept on this side so that it need not drop any. */
export class SendPace {
  readonly #limits: DataLimits;
  #messages: number;
  #bytes: number;
  #at: number;

  /** @param now ms, of a clock that goes forward */
  constructor(limits: DataLimits, now: number) {
    this.#limits = limits;
    this.#messages = limits.messagesPerSecond;
    this.#bytes = SHARE * limits.burstBytes;
    this.#at = now;
  }

  /**
   * How long to wait before a message may be sent, ms; 0 if it may be sent now, and then it counts as sent.
   * @param receivers how many the server passes it on to
   */
  take(bytes: number, receivers: number, now: number): number {
    const { messagesPerSecond, bytesPerSecond, burstBytes } = this.#limits;
    const seconds = Math.max(0, now - this.#at) / 1000;
    this.#at = Math.max(this.#at, now);
    this.#messages = Math.min(messagesPerSecond, this.#messages + SHARE * messagesPerSecond * seconds);
    this.#bytes = Math.min(SHARE * burstBytes, this.#bytes + SHARE * bytesPerSecond * seconds);
    const cost = Math.min(bytes * Math.max(1, receivers), SHARE * burstBytes);
    const missing = Math.max(
      (1 - this.#messages) / (SHARE * messagesPerSecond),
      (cost - this.#bytes) / (SHARE * bytesPerSecond),
    );
    if (missing > 0) return Math.ceil(1000 * missing);
    this.#messages -= 1;
    this.#bytes -= cost;
    return 0;
  }
}
