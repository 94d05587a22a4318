import { availableParallelism } from "node:os";
import { setInterval } from "node:timers/promises";
import { pino, type Logger } from "pino";
import { SottoError } from "@sotto/shared/codec";
import type { Call } from "./Call.ts";
import { CallTable } from "./CallTable.ts";
import type { Tap } from "./Connection.ts";
import { Capacity } from "./Capacity.ts";
import { openOperatorPort, type OperatorPort } from "@sotto/shared/operating";
import { noMeter } from "./meter.ts";
import type { SfuMetrics } from "./metrics.ts";
import { Traffic } from "./Traffic.ts";
import { defaultLimits, type SfuLimits } from "./limits.ts";
import { FrontDoor } from "./FrontDoor.ts";
import type { Participant } from "./Participant.ts";
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
  /** Figures for an operator, served on a port of their own. None if absent. */
  readonly operator?: { readonly host: string; readonly port: number; readonly metrics: SfuMetrics };
  readonly tap?: Tap;
}

/** A running SFU. */
export interface Sfu {
  readonly port: number;
  /** Where the figures are, if they are anywhere. */
  readonly operatorPort: number | undefined;
  /** By call id. */
  readonly calls: ReadonlyMap<string, Call>;
  /** From now on takes no new calls and says that it is not ready. Resolves when the last call has ended. */
  drain(): Promise<void>;
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
  const meter = options.operator?.metrics ?? noMeter;
  const now = (): number => performance.now();
  const pool = await WorkerPool.start(
    { host: rtcHost, port: rtcPort, ...(announcedAddress !== undefined && { announced: announcedAddress }) },
    workers,
    logger,
    meter,
  );
  const capacity = new Capacity(limits);
  const setting = { limits, logger, now, meter };
  const calls = new CallTable(
    pool,
    { ...setting, capacity, ...(turn !== undefined && { turn }) },
    (count) => {
      logger.info({ calls: count }, "calls");
    },
  );
  const door = new FrontDoor({ ...setting, calls, tap }, () => pool.workers.length > 0);
  options.operator?.metrics.readFrom(async () => ({
    connections: door.connections,
    calls: calls.calls.size,
    participants: capacity.participants,
    streams: capacity.streams,
    bitsPerSecond: capacity.bitsPerSecond,
    workers: await pool.figures(),
  }));
  const everybody = (): Participant[] =>
    [...calls.calls.values()].flatMap(({ participants }) => [...participants.values()]);
  const traffic = new Traffic(everybody, limits, meter, capacity.bitsPerSecond);
  const looking = repeat(limits.trafficMs, () => traffic.look());
  let operator: OperatorPort | undefined;
  const close = async (): Promise<void> => {
    looking.abort();
    calls.close("the server is closing");
    await door.close();
    await pool.close();
    await operator?.close();
  };
  try {
    await door.open(host, port);
    if (options.operator !== undefined) {
      const { host: at, port: wanted, metrics } = options.operator;
      const isReady = (): boolean => calls.isOpen && pool.workers.length > 0;
      operator = await openOperatorPort(at, wanted, metrics, isReady);
    }
  } catch (error) {
    await close();
    throw error;
  }
  return {
    port: door.port,
    operatorPort: operator?.port,
    calls: calls.calls,
    drain: () => calls.drain(),
    close,
  };
}

/** Does something every so often, but never twice at the same time, until it is ended. */
function repeat(everyMs: number, action: () => Promise<void>): AbortController {
  const end = new AbortController();
  void (async () => {
    for await (const _ of setInterval(everyMs, undefined, { signal: end.signal, ref: false })) await action();
  })().catch(() => undefined);
  return end;
}
