import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Duplex } from "node:stream";
import { WebSocketServer } from "ws";
import { openOperatorPort, type OperatorPort } from "@sotto/shared/operating";
import { MAX_MESSAGE_BYTES } from "../messages/index.ts";
import { systemClock, type Clock } from "./clock.ts";
import { ConnectedClients, type Tap } from "./connectedClients.ts";
import { KeyserverCore } from "./keyserverCore.ts";
import { defaultLimits, type Limits } from "./limits.ts";
import type { KeyserverMetrics } from "./metrics.ts";
import { noMeter } from "./meter.ts";
import { memoryStorage, type Storage } from "./storage/index.ts";

/** Takes counts and sizes. It is never given an id, an address or a message. */
export interface Logger {
  info(fields: Readonly<Record<string, number | string>>, message: string): void;
  warn(fields: Readonly<Record<string, number | string>>, message: string): void;
}

export interface KeyserverOptions {
  readonly host: string;
  /** 0 for any free port. */
  readonly port: number;
  /** Default: memory, within `limits.storage`. Closed with the server. */
  readonly storage?: Storage;
  /** What differs from the defaults. */
  readonly limits?: Partial<Limits>;
  readonly clock?: Clock;
  readonly logger?: Logger;
  /** Figures for an operator, served on a port of their own. None if absent. */
  readonly operator?: { readonly host: string; readonly port: number; readonly metrics: KeyserverMetrics };
  /** So that a test can look at all that a keyserver learns. */
  readonly tap?: Tap;
}

export interface Keyserver {
  readonly port: number;
  /** Where the figures are, if they are anywhere. */
  readonly operatorPort: number | undefined;
  /** From now on says that it is not ready, and serves on, so that a balancer sends new clients elsewhere. */
  drain(): void;
  /** Says goodbye to all clients and frees the port. */
  close(): Promise<void>;
}

/** Longest wait for clients to answer a goodbye. */
const GOODBYE_MS = 1_000;

/** Longest wait for the head of a request: whoever needs longer holds a socket for nothing. */
const HEAD_MS = 10_000;

/** Sockets beyond the allowed connections, so that a refusal and a health check still get an answer. */
const SPARE_SOCKETS = 64;

/** A browser makes a few fragments of a large message; an unlimited number of tiny ones would cost memory. */
const MAX_FRAGMENTS = 1_024;

const quiet: Logger = { info: () => undefined, warn: () => undefined };

/** Starts a keyserver. Rejects if the port can not be had. */
export async function startKeyserver(options: KeyserverOptions): Promise<Keyserver> {
  const limits: Limits = { ...defaultLimits, ...options.limits };
  const clock = options.clock ?? systemClock;
  const logger = options.logger ?? quiet;
  const storage = options.storage ?? memoryStorage(limits.storage);
  const reportFailure = (error: unknown): void => logger.warn({ kind: kindOf(error) }, "failure");
  const metrics = options.operator?.metrics;
  const meter = metrics ?? noMeter;
  const core = new KeyserverCore({ storage, limits, clock, meter, reportFailure });
  const clients = new ConnectedClients(core, limits.unsentBytes, options.tap ?? (() => undefined), meter);
  let draining = false;

  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: MAX_MESSAGE_BYTES,
    maxFragments: MAX_FRAGMENTS,
    perMessageDeflate: false,
    clientTracking: false,
  });
  const http = createServer({ requestTimeout: HEAD_MS, headersTimeout: HEAD_MS }, answerHttp);
  http.maxConnections = limits.connections + SPARE_SOCKETS;
  http.on("upgrade", (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    socket.on("error", () => undefined);
    if (!http.listening || clients.count >= limits.connections) {
      socket.end("HTTP/1.1 503 Service Unavailable\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
      return;
    }
    sockets.handleUpgrade(request, socket, head, (webSocket) => clients.add(webSocket));
  });
  await new Promise<void>((resolve, reject) => {
    http.once("error", reject);
    http.listen(options.port, options.host, () => {
      http.off("error", reject);
      resolve();
    });
  });
  const { port } = http.address() as AddressInfo;
  const operatorPort = await openOperator(options, () => http.listening && !draining, http);

  const stopChecking = clock.every(limits.keepaliveMs, () => clients.checkLife());
  let tidying = Promise.resolve();
  const stopTidying = clock.every(limits.sweepMs, () => {
    tidying = tidying.then(async () => {
      try {
        const sizes = await core.tidy();
        metrics?.connected(clients.count);
        metrics?.holding(sizes);
        logger.info({ connections: clients.count, ...sizes }, "holding");
      } catch (error) {
        reportFailure(error);
      }
    });
  });

  return {
    port,
    operatorPort: operatorPort?.port,
    drain: () => {
      draining = true;
    },
    close: async () => {
      draining = true;
      stopChecking();
      stopTidying();
      const stopped = new Promise<void>((resolve) => http.close(() => resolve()));
      clients.sayGoodbye();
      const impatience = setTimeout(() => {
        clients.cutAll();
        http.closeAllConnections();
      }, GOODBYE_MS);
      await stopped;
      clearTimeout(impatience);
      await tidying;
      await storage.close();
      await operatorPort?.close();
    },
  };
}

/** Opens the operator's port, if there is to be one. Closes the clients' port again if that can not be had. */
async function openOperator(
  { operator }: KeyserverOptions,
  isReady: () => boolean,
  http: Server,
): Promise<OperatorPort | undefined> {
  if (operator === undefined) return undefined;
  try {
    return await openOperatorPort(operator.host, operator.port, operator.metrics.registry, isReady);
  } catch (error) {
    http.close();
    throw error;
  }
}

/** Anything but a WebSocket: an operator's question whether the server is up. */
function answerHttp(request: IncomingMessage, response: ServerResponse): void {
  const isHealthCheck = request.method === "GET" && request.url === "/healthz";
  response.writeHead(isHealthCheck ? 200 : 404, { "content-type": "text/plain" });
  response.end(isHealthCheck ? "ok\n" : "not found\n");
}

/** Only the kind of a failure: its text or stack may hold what a client sent. */
function kindOf(error: unknown): string {
  if (typeof error === "string") return error;
  return error instanceof Error ? error.name : "unknown";
}
