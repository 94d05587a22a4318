import { Writable } from "node:stream";
import { KeyserverMetrics, startKeyserver, systemClock } from "@sotto/keyserver-protocol/server";
import { type Call, type Sfu, SfuMetrics, type SfuOptions, startSfu } from "@sotto/sfu";
import pino from "pino";
import type { BuiltClient } from "./build.ts";
import { type Loses, serveSite, type Site } from "./site.ts";
import { until } from "./until.ts";

/**
 * The SFU's address in these tests. Participants connect from another one (127.0.0.1), so an address in a
 * message tells whose it is.
 */
export const SFU_ADDRESS = "127.0.0.9";

/** Everything one server took in, gave out, and logged. */
export interface Traffic {
  readonly in: Uint8Array[];
  readonly out: Uint8Array[];
  readonly log: string[];
}

/** The three servers of a deployment, in this process so that a test can look inside. */
export interface Servers {
  readonly sfu: Sfu;
  readonly site: Site;
  readonly keyserverRecord: Traffic;
  readonly sfuRecord: Traffic;
  /** Puts the key server's clock forward: members go by its time when they look for a call. */
  putClockForward(ms: number): void;
  /** What both servers export for their operators. */
  exported(): Promise<{ readonly keyserver: string; readonly sfu: string }>;
  /** The only call there is. @throws if there is none, or more than one */
  call(): Call;
  /** The same once it has begun: a page has its keys before it has reached the SFU. */
  begun(): Promise<Call>;
  close(): Promise<void>;
}

/** Where servers are, if not on loopback, and which relays the SFU names. */
export interface Placing {
  /** Address of all that is reached over TCP. */
  readonly host?: string;
  /** Address of the media. */
  readonly rtcHost?: string | undefined;
  readonly turn?: NonNullable<SfuOptions["turn"]>;
  /** What else differs at the SFU. */
  readonly sfuOptions?: Partial<Pick<SfuOptions, "workers" | "limits">>;
  /** Of which requests for the client's files nothing comes back. */
  readonly loses?: Loses;
}

/** An empty call is kept for this long, ms: tests that begin with another one wait for its end. */
const LINGER_MS = 200;

/** Starts key server, SFU and the built client's origin on this run's ports. */
export async function startServers(
  client: BuiltClient,
  { host = "127.0.0.1", rtcHost = SFU_ADDRESS, turn, sfuOptions, loses }: Placing = {},
): Promise<Servers> {
  const keyserverRecord = newRecord();
  const sfuRecord = newRecord();
  let ahead = 0;
  const keyserver = await startKeyserver({
    host,
    port: client.keyserverPort,
    clock: { ...systemClock, now: () => systemClock.now() + ahead },
    logger: recordingLogger(keyserverRecord),
    operator: { host, port: 0, metrics: new KeyserverMetrics() },
    tap: (direction, bytes) => {
      keyserverRecord[direction].push(new Uint8Array(bytes));
    },
  });
  const sfu = await startSfu({
    host,
    port: client.sfuPort,
    rtcHost,
    rtcPort: client.rtcPort,
    workers: 1,
    ...sfuOptions,
    limits: { lingerMs: LINGER_MS, ...sfuOptions?.limits },
    operator: { host, port: 0, metrics: new SfuMetrics() },
    ...(turn !== undefined && { turn }),
    logger: recordingLogger(sfuRecord),
    tap: (direction, text) => {
      sfuRecord[direction].push(new TextEncoder().encode(text));
    },
  });
  const site = await serveSite(client.folder, client.sitePort, host, loses);
  const call = (): Call => {
    const calls = [...sfu.calls.values()];
    if (calls.length !== 1 || calls[0] === undefined) throw new Error(`${calls.length} calls at the SFU`);
    return calls[0];
  };
  return {
    sfu,
    site,
    keyserverRecord,
    sfuRecord,
    putClockForward: (ms) => {
      ahead += ms;
    },
    exported: async () => ({
      keyserver: await figuresAt(host, keyserver.operatorPort),
      sfu: await figuresAt(host, sfu.operatorPort),
    }),
    call,
    begun: async () => {
      await until(
        () => sfu.calls.size > 0,
        () => "a call at the SFU",
      );
      return call();
    },
    close: async () => {
      await site.close();
      await sfu.close();
      await keyserver.close();
    },
  };
}

async function figuresAt(host: string, port: number | undefined): Promise<string> {
  return await (await fetch(`http://${host}:${port}/metrics`)).text();
}

function newRecord(): Traffic {
  return { in: [], out: [], log: [] };
}

function recordingLogger(record: Traffic): pino.Logger {
  const sink = new Writable({
    write(chunk: Buffer, _encoding, done) {
      record.log.push(chunk.toString());
      done();
    },
  });
  return pino({ level: "trace" }, sink);
}
