import type { types } from "mediasoup";
import { MAX_DATA_MESSAGE_BYTES } from "@sotto/shared/signalling";
import type { Closing } from "./Capacity.ts";
import type { SfuLimits } from "./limits.ts";
import { mediaCodecs } from "./mediaCodecs.ts";
import type { MediaWorker } from "./WorkerPool.ts";

export type Direction = "send" | "recv";

/** Bit/s a sender may start with before its bandwidth is known: enough for two simulcast layers. */
const START_BITRATE = 1_000_000;

/** What a call has on one worker: a router, and the transports there. */
export class Branch {
  readonly place: MediaWorker;
  /** Rejects if the worker died before it was made. */
  readonly opened: Promise<types.Router>;
  #router: types.Router | undefined;
  #load = 0;

  /** @param onDeath called when the worker dies with the branch in it */
  constructor(place: MediaWorker, onDeath: () => void) {
    this.place = place;
    place.routers += 1;
    this.opened = place.worker.createRouter({ mediaCodecs }).then((router) => {
      this.#router = router;
      router.on("workerclose", onDeath);
      return router;
    });
    // Whoever waits for it hears of it; others find the branch gone.
    this.opened.catch(onDeath);
  }

  /** Undefined until it is opened. */
  get router(): types.Router | undefined {
    return this.#router;
  }

  /** Transports and streams of the call here, with those that are expected. */
  get load(): number {
    return this.#load;
  }

  /**
   * Makes a transport.
   * @param expected streams that it will probably carry: they count from now on, so that of many who come at once not
   * all are sent to the same worker
   * @throws if the worker dies
   */
  async createTransport(
    direction: Direction,
    limits: SfuLimits,
    expected: number,
  ): Promise<types.WebRtcTransport> {
    let reserved = expected;
    this.#count(1 + reserved);
    try {
      const router = await this.opened;
      const transport = await router.createWebRtcTransport({
        webRtcServer: this.place.webRtcServer,
        enableUdp: true,
        enableTcp: true,
        preferUdp: true,
        initialAvailableOutgoingBitrate: START_BITRATE,
        enableSctp: true,
        maxSctpMessageSize: MAX_DATA_MESSAGE_BYTES,
        sctpSendBufferSize: limits.dataUnsentBytes,
        appData: { direction },
      });
      const add = (stream: Closing): void => {
        if (reserved > 0) reserved -= 1;
        else this.#count(1);
        stream.observer.once("close", () => {
          this.#count(-1);
        });
      };
      transport.observer.on("newproducer", add);
      transport.observer.on("newconsumer", add);
      transport.observer.once("close", () => {
        this.#count(-1 - reserved);
      });
      if (direction === "send") await transport.setMaxIncomingBitrate(limits.uploadBitsPerSecond);
      return transport;
    } catch (error) {
      if (this.#router?.closed !== true) this.#count(-1 - reserved);
      throw error;
    }
  }

  /** Counts a stream that comes from or goes to another branch. */
  countPipe(end: Closing): void {
    this.#count(1);
    end.observer.once("close", () => {
      this.#count(-1);
    });
  }

  /** Closes the router, once it is there. */
  close(): void {
    this.place.routers -= 1;
    void this.opened.then(
      (router) => {
        router.close();
      },
      () => undefined,
    );
  }

  #count(more: number): void {
    this.#load += more;
    this.place.load += more;
  }
}
