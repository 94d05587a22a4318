import { createServer, type Server } from "node:http";
import { availableParallelism } from "node:os";
import { pino, type Logger } from "pino";
import { type WebSocket, WebSocketServer } from "ws";
import { MAX_MESSAGE_BYTES } from "@sotto/shared/signalling";
import type { Call } from "./Call.ts";
import { CallTable } from "./CallTable.ts";
import { Connection, type ConnectionSetting, type Tap } from "./Connection.ts";
import { defaultLimits, type SfuLimits } from "./limits.ts";
import { WorkerPool } from "./WorkerPool.ts";

/** How to start an SFU. */
export interface SfuOptions {
  /** Address and TCP port of the signalling; port 0 takes any. */
  readonly host: string;
  readonly port: number;
  /** Address of the media, and its first worker's UDP and TCP port; worker i has the i-th port after it. */
  readonly rtcHost: string;
  readonly rtcPort: number;
  /** The address clients are told, where it differs from `rtcHost`. */
  readonly announcedAddress?: string;
  /** Media workers; one per core if absent. */
  readonly workers?: number;
  readonly limits?: Partial<SfuLimits>;
  readonly logger?: Logger;
  readonly tap?: Tap;
}

/** A running SFU. */
export interface Sfu {
  readonly port: number;
  readonly calls: ReadonlyMap<string, Call>;
  /** Tells everybody, closes all connections, ends the workers. */
  close(): Promise<void>;
}

/** Starts workers and signalling. @throws if an address is taken or the worker's binary does not run */
export async function startSfu(options: SfuOptions): Promise<Sfu> {
  const limits = { ...defaultLimits, ...options.limits };
  const logger = options.logger ?? pino({ level: "silent" });
  const { rtcHost, rtcPort, announcedAddress } = options;
  const pool = await WorkerPool.start(
    { host: rtcHost, port: rtcPort, ...(announcedAddress !== undefined && { announced: announcedAddress }) },
    options.workers ?? availableParallelism(),
    logger,
  );
  const now = (): number => performance.now();
  const calls = new CallTable(pool, limits, now);
  const setting = { calls, limits, logger, now, tap: options.tap ?? (() => undefined) };
  const http = createServer((request, response) => {
    response.writeHead(request.url === "/healthz" ? 200 : 404).end();
  });
  const stopListening = serveSockets(http, setting);
  try {
    await listen(http, options.port, options.host);
  } catch (error) {
    pool.close();
    throw error;
  }
  const address = http.address();
  return {
    port: typeof address === "object" && address !== null ? address.port : options.port,
    calls: calls.calls,
    close: async () => {
      calls.close("the server is closing");
      await stopListening();
      pool.close();
    },
  };
}

/** @returns what closes all sockets and the server */
function serveSockets(http: Server, setting: ConnectionSetting): () => Promise<void> {
  const { limits, logger } = setting;
  const sockets = new WebSocketServer({
    server: http,
    maxPayload: MAX_MESSAGE_BYTES,
    perMessageDeflate: false,
    verifyClient: (_info, admit) => {
      admit(sockets.clients.size < limits.connections, 503);
    },
  });
  const answered = new WeakSet<WebSocket>();
  sockets.on("connection", (socket) => {
    answered.add(socket);
    socket.on("pong", () => answered.add(socket));
    new Connection(socket, setting);
    logger.debug({ connections: sockets.clients.size }, "connected");
  });
  const heartbeat = setInterval(() => {
    for (const socket of sockets.clients) {
      if (!answered.delete(socket)) socket.terminate();
      else socket.ping();
    }
  }, limits.silenceMs / 2);
  return async () => {
    clearInterval(heartbeat);
    for (const socket of sockets.clients) socket.close(1001);
    const closed = new Promise((resolve) => http.close(resolve));
    http.closeAllConnections();
    for (const socket of sockets.clients) socket.terminate();
    await closed;
  };
}

async function listen(http: Server, port: number, host: string): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    http.once("error", reject);
    http.listen(port, host, () => {
      http.off("error", reject);
      resolve();
    });
  });
}
