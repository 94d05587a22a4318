import "./quietMediasoup.ts";
import { once } from "node:events";
import { setTimeout as delay } from "node:timers/promises";
import { createWorker, type types } from "mediasoup";
import type { Logger } from "pino";
import type { Meter } from "./meter.ts";
import type { WorkerFigures } from "./metrics.ts";

/** Where workers take media. */
export interface MediaAddress {
  /** Address to listen on. */
  readonly host: string;
  /** Port of the first worker, UDP and TCP; each further worker has the next one. With 0, each takes any. */
  readonly port: number;
  /** Address that clients are told, if it differs. */
  readonly announced?: string;
}

/** One mediasoup worker: a process with one port for all its transports. */
export interface MediaWorker {
  readonly worker: types.Worker;
  readonly webRtcServer: types.WebRtcServer;
  /** Transports and streams here: what it costs. */
  load: number;
  /** One for each call that is here. */
  routers: number;
}

/** First wait before a dead worker is started once more after a failure, ms; it doubles up to the second. */
const FIRST_RETRY_MS = 500;
const LAST_RETRY_MS = 30_000;
/** How long a worker may take to end when it is told to, ms. */
const GOODBYE_MS = 2_000;

/**
 * The media workers, one per core. Two processes cannot share a port, so worker i listens on port + i. A worker that
 * dies takes what calls have there with it, which they hear of by their routers closing; a new one takes its port.
 */
export class WorkerPool {
  readonly #address: MediaAddress;
  readonly #logger: Logger;
  readonly #meter: Meter;
  readonly #workers: (MediaWorker | undefined)[];
  readonly #closing = new AbortController();

  private constructor(address: MediaAddress, count: number, logger: Logger, meter: Meter) {
    this.#address = address;
    this.#logger = logger;
    this.#meter = meter;
    this.#workers = new Array<MediaWorker | undefined>(count).fill(undefined);
  }

  /** Starts `count` workers. @throws if a port is taken or the worker's binary does not run */
  static async start(
    address: MediaAddress,
    count: number,
    logger: Logger,
    meter: Meter,
  ): Promise<WorkerPool> {
    const pool = new WorkerPool(address, count, logger, meter);
    try {
      for (let index = 0; index < count; index++) await pool.#startWorker(index);
    } catch (error) {
      await pool.close();
      throw error;
    }
    return pool;
  }

  /** Those that run. Of equals, the one with fewer calls comes first. */
  get workers(): readonly MediaWorker[] {
    return this.#workers
      .filter((worker) => worker !== undefined)
      .sort((one, other) => one.load - other.load || one.routers - other.routers);
  }

  /** How those that run are; one that dies meanwhile is left out. */
  async figures(): Promise<WorkerFigures[]> {
    const figures = this.#workers.map(async (entry, index) => {
      if (entry === undefined) return [];
      const { worker, load, routers } = entry;
      const usage = await worker.getResourceUsage();
      const cpuSeconds = (usage.ru_utime + usage.ru_stime) / 1_000;
      return [{ index, load, routers, cpuSeconds, peakMemoryBytes: 1_024 * usage.ru_maxrss }];
    });
    return (await Promise.all(figures.map((one) => one.catch(() => [])))).flat();
  }

  /** Ends the worker processes; resolves when they have ended. */
  async close(): Promise<void> {
    this.#closing.abort();
    const running = this.#workers.filter((entry) => entry !== undefined);
    await Promise.all(running.map(({ worker }) => endWorker(worker)));
  }

  async #startWorker(index: number): Promise<void> {
    const worker = await createWorker({ logLevel: "none" });
    const { host, port, announced } = this.#address;
    const listen = {
      ip: host,
      ...(port > 0 && { port: port + index }),
      ...(announced !== undefined && { announcedAddress: announced }),
    };
    try {
      const webRtcServer = await worker.createWebRtcServer({
        listenInfos: [
          { protocol: "udp", ...listen },
          { protocol: "tcp", ...listen },
        ],
      });
      this.#closing.signal.throwIfAborted();
      this.#workers[index] = { worker, webRtcServer, load: 0, routers: 0 };
      worker.once("died", () => {
        this.#workers[index] = undefined;
        this.#meter.workerDied();
        this.#logger.error({ worker: index }, "media worker died");
        void this.#restart(index);
      });
    } catch (error) {
      await endWorker(worker);
      throw error;
    }
  }

  /** Tries until a worker runs again, or the pool is closed. */
  async #restart(index: number): Promise<void> {
    const { signal } = this.#closing;
    for (let wait = FIRST_RETRY_MS; !signal.aborted; wait = Math.min(2 * wait, LAST_RETRY_MS)) {
      const started = await this.#startWorker(index).then(
        () => true,
        () => false,
      );
      this.#logger.info({ worker: index, started }, "starting a new media worker");
      if (started) return;
      await delay(wait, undefined, { signal }).catch(() => undefined);
    }
  }
}

async function endWorker(worker: types.Worker): Promise<void> {
  if (worker.subprocessClosed) return;
  const ended = once(worker, "subprocessclose");
  worker.close();
  // It waits for TCP connections to end in good order, for minutes where the other end has vanished.
  const impatience = setTimeout(() => {
    if (!worker.subprocessClosed) process.kill(worker.pid, "SIGKILL");
  }, GOODBYE_MS);
  await ended;
  clearTimeout(impatience);
}
