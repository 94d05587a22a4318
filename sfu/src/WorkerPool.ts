import { createWorker, type types } from "mediasoup";
import type { Logger } from "pino";

/** Where workers take media. */
export interface MediaAddress {
  /** Address to listen on. */
  readonly host: string;
  /** Port of the first worker, UDP and TCP; each further worker has the next one. */
  readonly port: number;
  /** Address that clients are told, if it differs. */
  readonly announced?: string;
}

/** One mediasoup worker: a process with one port for all its transports. */
export interface MediaWorker {
  readonly worker: types.Worker;
  readonly webRtcServer: types.WebRtcServer;
  /** Calls placed here. */
  load: number;
}

/**
 * The media workers, one per core. Two processes cannot share a port, so worker i listens on port + i. A worker that
 * dies takes its calls with it, which their owner hears through `routerclose`; a new one takes its port.
 */
export class WorkerPool {
  readonly #address: MediaAddress;
  readonly #logger: Logger;
  readonly #workers: (MediaWorker | undefined)[];
  #closed = false;

  private constructor(address: MediaAddress, count: number, logger: Logger) {
    this.#address = address;
    this.#logger = logger;
    this.#workers = new Array<MediaWorker | undefined>(count).fill(undefined);
  }

  /** Starts `count` workers. @throws if a port is taken or the worker's binary does not run */
  static async start(address: MediaAddress, count: number, logger: Logger): Promise<WorkerPool> {
    const pool = new WorkerPool(address, count, logger);
    try {
      for (let index = 0; index < count; index++) await pool.#startWorker(index);
    } catch (error) {
      pool.close();
      throw error;
    }
    return pool;
  }

  /** The worker with the fewest calls; undefined while none lives. */
  leastLoaded(): MediaWorker | undefined {
    return this.#workers
      .filter((worker) => worker !== undefined)
      .sort((one, other) => one.load - other.load)[0];
  }

  close(): void {
    this.#closed = true;
    for (const entry of this.#workers) entry?.worker.close();
  }

  async #startWorker(index: number): Promise<void> {
    const worker = await createWorker({ logLevel: "none" });
    worker.on("died", () => {
      this.#workers[index] = undefined;
      this.#logger.error({ worker: index }, "media worker died");
      if (!this.#closed) void this.#restart(index);
    });
    const { host, port, announced } = this.#address;
    const listen = { ip: host, port: port + index, ...(announced && { announcedAddress: announced }) };
    try {
      const webRtcServer = await worker.createWebRtcServer({
        listenInfos: [
          { protocol: "udp", ...listen },
          { protocol: "tcp", ...listen },
        ],
      });
      this.#workers[index] = { worker, webRtcServer, load: 0 };
    } catch (error) {
      worker.close();
      throw error;
    }
  }

  async #restart(index: number): Promise<void> {
    try {
      await this.#startWorker(index);
      this.#logger.info({ worker: index }, "media worker restarted");
    } catch (error) {
      this.#logger.error(
        { worker: index, kind: error instanceof Error ? error.name : "unknown" },
        "no new worker",
      );
    }
  }
}
