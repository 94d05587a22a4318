import type { RawData, WebSocket } from "ws";
import type { ClientSession } from "./clientSession.ts";
import type { KeyserverCore } from "./keyserverCore.ts";
import type { Meter } from "./meter.ts";
import { SocketOutbox } from "./socketOutbox.ts";

/** Sees every whole message of every client. */
export type Tap = (direction: "in" | "out", bytes: Uint8Array) => void;

/** Pings in a row that may stay unanswered, so that one lost on a bad network cuts nobody. */
const MAX_SILENCES = 2;

interface Client {
  readonly socket: WebSocket;
  readonly session: ClientSession;
  /** Pings sent since the last sign of life. */
  silences: number;
}

/** The sockets that are open, each with its session. */
export class ConnectedClients {
  readonly #clients = new Set<Client>();
  readonly #core: KeyserverCore;
  readonly #maxUnsentBytes: number;
  readonly #tap: Tap;
  readonly #meter: Meter;

  constructor(core: KeyserverCore, maxUnsentBytes: number, tap: Tap, meter: Meter) {
    this.#core = core;
    this.#maxUnsentBytes = maxUnsentBytes;
    this.#tap = tap;
    this.#meter = meter;
  }

  get count(): number {
    return this.#clients.size;
  }

  /** Serves a socket until it closes. */
  add(socket: WebSocket): void {
    const outbox = new SocketOutbox(
      socket,
      this.#maxUnsentBytes,
      (bytes) => this.#pass("out", bytes),
      () => this.#meter.cut(),
    );
    const client: Client = { socket, session: this.#core.connect(outbox), silences: 0 };
    this.#clients.add(client);
    socket.on("message", (data: RawData, isBinary: boolean) => {
      client.silences = 0;
      if (!isBinary) return client.session.receiveText();
      const bytes = asBytes(data);
      this.#pass("in", bytes);
      client.session.receive(bytes);
    });
    socket.on("pong", () => {
      client.silences = 0;
    });
    // A broken frame, or one above maxPayload: ws closes the socket itself.
    socket.on("error", () => undefined);
    socket.on("close", () => {
      client.session.end();
      this.#clients.delete(client);
    });
  }

  #pass(direction: "in" | "out", bytes: Uint8Array): void {
    this.#meter.passed(direction, bytes.length);
    this.#tap(direction, bytes);
  }

  /** Asks everybody for a sign of life, and cuts who gave none for long. */
  checkLife(): void {
    for (const client of this.#clients) {
      if (client.silences >= MAX_SILENCES) {
        this.#meter.cut();
        client.socket.terminate();
      } else client.socket.ping();
      client.silences += 1;
    }
  }

  /** Serves nobody any more, and closes all sockets in good order. */
  sayGoodbye(): void {
    for (const { socket, session } of this.#clients) {
      session.end();
      // A paused socket would not see the other end's half of the closing handshake.
      socket.resume();
      socket.close(1001, "the keyserver is closing");
    }
  }

  /** Closes all sockets without waiting for the other end. */
  cutAll(): void {
    for (const { socket } of this.#clients) socket.terminate();
  }
}

function asBytes(data: RawData): Uint8Array {
  if (data instanceof ArrayBuffer) return new Uint8Array(data);
  return Array.isArray(data) ? Buffer.concat(data) : data;
}
