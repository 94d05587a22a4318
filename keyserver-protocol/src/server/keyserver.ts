import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Duplex } from "node:stream";
import { WebSocketServer, type RawData, type WebSocket } from "ws";
import { MAX_MESSAGE_BYTES } from "../messages/index.ts";
import type { ClientSession } from "./clientSession.ts";
import { systemClock, type Clock } from "./clock.ts";
import { KeyserverCore } from "./keyserverCore.ts";
import { defaultLimits, type Limits } from "./limits.ts";
import { SocketOutbox } from "./socketOutbox.ts";
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
  /** Sees every whole message of every client, so that a test can look at all that a keyserver learns. */
  readonly tap?: (direction: "in" | "out", bytes: Uint8Array) => void;
}

export interface Keyserver {
  readonly port: number;
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

interface Client {
  readonly socket: WebSocket;
  readonly session: ClientSession;
  silences: number;
}

/** Starts a keyserver. Rejects if the port can not be had. */
export async function startKeyserver(options: KeyserverOptions): Promise<Keyserver> {
  const limits: Limits = { ...defaultLimits, ...options.limits };
  const clock = options.clock ?? systemClock;
  const logger = options.logger ?? quiet;
  const tap = options.tap ?? (() => undefined);
  const storage = options.storage ?? memoryStorage(limits.storage);
  // Only the kind of a failure: its text or stack may hold what a client sent.
  const reportFailure = (error: unknown): void => {
    logger.warn(
      { kind: typeof error === "string" ? error : error instanceof Error ? error.name : "?" },
      "failure",
    );
  };
  const core = new KeyserverCore({ storage, limits, clock, reportFailure });
  const clients = new Set<Client>();
  let closing = false;

  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: MAX_MESSAGE_BYTES,
    maxFragments: MAX_FRAGMENTS,
    perMessageDeflate: false,
    clientTracking: false,
  });

  const serve = (socket: WebSocket): void => {
    const outbox = new SocketOutbox(socket, limits.unsentBytes, (bytes) => tap("out", bytes));
    const client: Client = { socket, session: core.connect(outbox), silences: 0 };
    clients.add(client);
    socket.on("message", (data: RawData, isBinary: boolean) => {
      client.silences = 0;
      if (!isBinary) return client.session.receiveText();
      const bytes = asBytes(data);
      tap("in", bytes);
      client.session.receive(bytes);
    });
    socket.on("pong", () => {
      client.silences = 0;
    });
    // A broken frame or one above maxPayload: ws closes the socket itself.
    socket.on("error", () => undefined);
    socket.on("close", () => {
      client.session.end();
      clients.delete(client);
    });
  };

  const http = createServer({ requestTimeout: HEAD_MS, headersTimeout: HEAD_MS }, answerHttp);
  http.maxConnections = limits.connections + SPARE_SOCKETS;
  http.on("upgrade", (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    socket.on("error", () => undefined);
    if (closing || clients.size >= limits.connections) {
      socket.end("HTTP/1.1 503 Service Unavailable\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
      return;
    }
    sockets.handleUpgrade(request, socket, head, serve);
  });
  await new Promise<void>((resolve, reject) => {
    http.once("error", reject);
    http.listen(options.port, options.host, () => {
      http.off("error", reject);
      resolve();
    });
  });

  const stopKeepalive = clock.every(limits.keepaliveMs, () => {
    for (const client of clients) {
      if (client.silences >= 2) client.socket.terminate();
      else client.socket.ping();
      client.silences += 1;
    }
  });
  let tidying = false;
  const stopTidying = clock.every(limits.sweepMs, () => {
    if (tidying) return;
    tidying = true;
    core
      .tidy()
      .then((sizes) => logger.info({ connections: clients.size, ...sizes }, "holding"))
      .catch(reportFailure)
      .finally(() => (tidying = false));
  });

  return {
    port: (http.address() as AddressInfo).port,
    close: async () => {
      closing = true;
      stopKeepalive();
      stopTidying();
      const stopped = new Promise<void>((resolve) => http.close(() => resolve()));
      for (const { socket, session } of clients) {
        session.end();
        socket.resume();
        socket.close(1001, "the keyserver is closing");
      }
      const impatience = setTimeout(() => {
        for (const { socket } of clients) socket.terminate();
        http.closeAllConnections();
      }, GOODBYE_MS);
      await stopped;
      clearTimeout(impatience);
      await storage.close();
    },
  };
}

/** Anything but a WebSocket: an operator's question whether the server is up. */
function answerHttp(request: IncomingMessage, response: ServerResponse): void {
  const isHealthCheck = request.method === "GET" && request.url === "/healthz";
  response.writeHead(isHealthCheck ? 200 : 404, { "content-type": "text/plain" });
  response.end(isHealthCheck ? "ok\n" : "not found\n");
}

function asBytes(data: RawData): Uint8Array {
  if (data instanceof ArrayBuffer) return new Uint8Array(data);
  return Array.isArray(data) ? Buffer.concat(data) : data;
}
