import { once } from "node:events";
import { createServer } from "node:http";
import { type WebSocket, WebSocketServer } from "ws";
import { MAX_MESSAGE_BYTES } from "@sotto/shared/signalling";
import type { Meter } from "./meter.ts";
import { Connection, type ConnectionSetting } from "./Connection.ts";

/** How long sockets may take to say goodbye when the server closes, ms. */
const GOODBYE_MS = 1_000;

/** Where clients come in: WebSockets for signalling, and `/healthz` for whoever watches the server. */
export class FrontDoor {
  readonly #http;
  readonly #sockets: WebSocketServer;
  /** Sockets that have answered since they were last asked whether they live. */
  readonly #alive = new WeakSet<WebSocket>();
  readonly #heartbeat: NodeJS.Timeout;
  readonly #meter: Meter;

  /** @param healthy whether calls can be made */
  constructor(setting: ConnectionSetting, healthy: () => boolean) {
    const { limits, logger, meter } = setting;
    this.#meter = meter;
    this.#http = createServer((request, response) => {
      const status = request.url !== "/healthz" ? 404 : healthy() ? 200 : 503;
      response.writeHead(status, { "cache-control": "no-store" }).end();
    });
    this.#sockets = new WebSocketServer({
      server: this.#http,
      maxPayload: MAX_MESSAGE_BYTES,
      // Compressed sizes would tell of contents, and inflating costs memory.
      perMessageDeflate: false,
      verifyClient: (_info, admit) => {
        admit(this.#sockets.clients.size < limits.connections, 503);
      },
    });
    this.#sockets.on("connection", (socket) => {
      this.#alive.add(socket);
      socket.on("pong", () => this.#alive.add(socket));
      new Connection(socket, setting);
      logger.debug({ connections: this.#sockets.clients.size }, "connected");
    });
    // The HTTP server's errors are heard in `open`; `ws` passes them on, and unheard they would end the process.
    this.#sockets.on("error", () => undefined);
    this.#heartbeat = setInterval(() => {
      this.#cutDead();
    }, limits.silenceMs / 2);
  }

  /** The TCP port, once open. */
  get port(): number {
    const address = this.#http.address();
    return typeof address === "object" && address !== null ? address.port : 0;
  }

  get connections(): number {
    return this.#sockets.clients.size;
  }

  /** Listens. @throws if the address is taken */
  async open(host: string, port: number): Promise<void> {
    this.#http.listen(port, host);
    try {
      await once(this.#http, "listening");
    } catch (error) {
      clearInterval(this.#heartbeat);
      throw error;
    }
  }

  /** Lets nobody in any more, and closes all sockets: those that do not answer are cut. */
  async close(): Promise<void> {
    clearInterval(this.#heartbeat);
    const closed = new Promise((resolve) => this.#http.close(resolve));
    for (const socket of this.#sockets.clients) socket.close(1001, "closing");
    const cut = setTimeout(() => {
      for (const socket of this.#sockets.clients) socket.terminate();
      this.#http.closeAllConnections();
    }, GOODBYE_MS);
    await closed;
    clearTimeout(cut);
  }

  #cutDead(): void {
    for (const socket of this.#sockets.clients) {
      if (this.#alive.delete(socket)) {
        socket.ping();
      } else {
        this.#meter.cut("signalling");
        socket.terminate();
      }
    }
  }
}
