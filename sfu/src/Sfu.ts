import { availableParallelism } from "node:os";
import { pino, type Logger } from "pino";
import { SottoError } from "@sotto/shared/codec";
import type { Call } from "./Call.ts";
import { CallTable } from "./CallTable.ts";
import type { Tap } from "./Connection.ts";
import { defaultLimits, type SfuLimits } from "./limits.ts";
import { FrontDoor } from "./FrontDoor.ts";
import { checkTurn, type TurnOptions } from "./turnCredentials.ts";
import { WorkerPool } from "./WorkerPool.ts";

/** How to start an SFU. */
export interface SfuOptions {
  /** Address and TCP port of the signalling; port 0 takes any. */
  readonly host: string;
  readonly port: number;
  /**
   * Address of the media, and its first worker's UDP and TCP port; worker i has the i-th port after it. Port 0 lets
   * each worker take any.
   */
  readonly rtcHost: string;
  readonly rtcPort: number;
  /** The address clients are told, where it differs from `rtcHost`. No other is ever told. */
  readonly announcedAddress?: string;
  /** Media workers; one per core if absent. */
  readonly workers?: number;
  /** Relays that clients may use, to hide their addresses or to get out of strict networks. */
  readonly turn?: TurnOptions;
  readonly limits?: Partial<SfuLimits>;
  readonly logger?: Logger;
  readonly tap?: Tap;
}

/** A running SFU. */
export interface Sfu {
  readonly port: number;
  /** By call id. */
  readonly calls: ReadonlyMap<string, Call>;
  /** Tells everybody, closes all connections, ends the workers. */
  close(): Promise<void>;
}

/**
 * Starts workers and signalling.
 * @throws SottoError `sfu/options` if the options contradict each other
 * @throws if an address is taken or the worker's binary does not run
 */
export async function startSfu(options: SfuOptions): Promise<Sfu> {
  const { host, port, rtcHost, rtcPort, announcedAddress } = options;
  const workers = options.workers ?? availableParallelism();
  if (workers < 1) throw new SottoError("sfu/options", "at least one media worker is needed");
  if (rtcPort + workers - 1 > 65_535) {
    throw new SottoError("sfu/options", "each media worker needs a port of its own, up to 65535");
  }
  if (announcedAddress === undefined && (rtcHost === "0.0.0.0" || rtcHost === "::")) {
    throw new SottoError("sfu/options", "to listen everywhere, say which address clients are told");
  }
  const { turn } = options;
  if (turn !== undefined) checkTurn(turn);
  const limits = { ...defaultLimits, ...options.limits };
  const logger = options.logger ?? pino({ level: "silent" });
  const tap = options.tap ?? (() => undefined);
  const now = (): number => performance.now();
  const pool = await WorkerPool.start(
    { host: rtcHost, port: rtcPort, ...(announcedAddress !== undefined && { announced: announcedAddress }) },
    workers,
    logger,
  );
  const calls = new CallTable(pool, { limits, logger, now, ...(turn !== undefined && { turn }) }, (count) => {
    logger.info({ calls: count }, "calls");
  });
  const door = new FrontDoor({ calls, limits, logger, now, tap }, () => pool.leastLoaded() !== undefined);
  try {
    await door.open(host, port);
  } catch (error) {
    await pool.close();
    throw error;
  }
  return {
    port: door.port,
    calls: calls.calls,
    close: async () => {
      calls.close("the server is closing");
      await door.close();
      await pool.close();
    },
  };
}
