import type { SfuLimits } from "./limits.ts";
import type { Meter } from "./meter.ts";

/** What one transport of a client has carried. */
export interface TransportTraffic {
  readonly transportId: string;
  readonly bytesReceived: number;
  readonly bytesSent: number;
  /** Over the last seconds, bit/s. */
  readonly recvBitrate: number;
  readonly sendBitrate: number;
}

/** Somebody whose media is measured. */
export interface Measured {
  traffic(): Promise<readonly TransportTraffic[]>;
  /** Ends its connection. */
  expel(reason: string): void;
}

/** Where the sums go. */
type Sums = Record<"in" | "out", number>;

/** Looks from time to time at what all clients send and receive. */
export class Traffic {
  readonly #everybody: () => Iterable<Measured>;
  readonly #limits: SfuLimits;
  readonly #meter: Meter;
  readonly #sums: Sums;
  #before = new Map<string, TransportTraffic>();
  /** Those who sent too much when last looked at. */
  #eager = new Set<Measured>();

  /** @param sums hears the bit/s of all clients together */
  constructor(everybody: () => Iterable<Measured>, limits: SfuLimits, meter: Meter, sums: Sums) {
    this.#everybody = everybody;
    this.#limits = limits;
    this.#meter = meter;
    this.#sums = sums;
  }

  /**
   * Measures everybody, one after the other. Whoever sends more than twice what they are told to, twice in a row, is
   * put out: congestion control would have kept a client that wants to keep to it far below.
   */
  async look(): Promise<void> {
    const sums: Sums = { in: 0, out: 0 };
    const after = new Map<string, TransportTraffic>();
    const eager = new Set<Measured>();
    for (const one of [...this.#everybody()]) {
      // A transport that closed meanwhile has nothing to tell.
      const transports = await one.traffic().catch(() => []);
      let uploads = 0;
      for (const transport of transports) {
        const { transportId, bytesReceived, bytesSent, recvBitrate, sendBitrate } = transport;
        const before = this.#before.get(transportId);
        this.#meter.media("in", Math.max(0, bytesReceived - (before?.bytesReceived ?? 0)));
        this.#meter.media("out", Math.max(0, bytesSent - (before?.bytesSent ?? 0)));
        after.set(transportId, transport);
        uploads += recvBitrate;
        sums.in += recvBitrate;
        sums.out += sendBitrate;
      }
      if (uploads <= 2 * this.#limits.uploadBitsPerSecond) continue;
      if (this.#eager.has(one)) {
        this.#meter.cut("upload");
        one.expel("it sends more than is allowed");
      } else {
        eager.add(one);
      }
    }
    this.#before = after;
    this.#eager = eager;
    Object.assign(this.#sums, sums);
  }
}
