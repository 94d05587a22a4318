import {
  decodeServerMessage,
  encodeClientMessage,
  type ClientMessage,
  type ServerMessage,
} from "../messages/index.ts";
import type { Clock, RandomBytes, WebSocketConstructor, WebSocketLike } from "./api.ts";

/** First pause before a new attempt, doubled with each that fails. */
const FIRST_RETRY_MS = 250;
/** Longest pause: a server that is back should not wait long for its people. */
const LONGEST_RETRY_MS = 8_000;
/** An attempt that has not come about by now is given up. */
const OPEN_WITHIN_MS = 10_000;
/** How often a silent connection is asked; proxies cut what is silent for 30 s, and some networks die silently. */
const PING_EVERY_MS = 15_000;
/** How long an answer may take, all else being silent, before the connection counts as dead. */
const ANSWER_WITHIN_MS = 10_000;
/** Request id of the connection's own pings; a machine's ids stay below. */
const PING_ID = 0xffff_ffff;

export interface ConnectionOptions {
  readonly url: string;
  readonly WebSocket: WebSocketConstructor;
  readonly clock: Clock;
  readonly random: RandomBytes;
  onConnected(): void;
  onDisconnected(): void;
  onMessage(message: ServerMessage): void;
}

/** A connection to the key server that comes back by itself until it is closed. */
export class KeyserverConnection {
  readonly #options: ConnectionOptions;
  #socket: WebSocketLike | undefined;
  #isConnected = false;
  #isClosed = false;
  #failures = 0;
  #triedAt = 0;
  #timer: unknown;

  constructor(options: ConnectionOptions) {
    this.#options = options;
  }

  open(): void {
    const { url, WebSocket } = this.#options;
    let socket: WebSocketLike;
    try {
      socket = new WebSocket(url);
    } catch {
      return this.#retryLater();
    }
    this.#socket = socket;
    this.#triedAt = this.#options.clock.now();
    socket.binaryType = "arraybuffer";
    socket.onopen = () => this.#opened(socket);
    socket.onmessage = (event: { data: unknown }) => this.#received(socket, event.data);
    socket.onclose = () => this.#lost(socket);
    socket.onerror = () => undefined;
    this.#setTimer(OPEN_WITHIN_MS, () => this.#lost(socket));
  }

  /** Sends, if there is a connection. Throws what `encodeClientMessage` throws. */
  send(message: ClientMessage): void {
    if (this.#isConnected) this.#socket?.send(encodeClientMessage(message) as Uint8Array<ArrayBuffer>);
  }

  /** Gives the connection up for a new one. */
  reconnect(): void {
    if (this.#socket !== undefined) this.#lost(this.#socket);
  }

  /** Ends the connection; what was sent still leaves. */
  close(): void {
    this.#isClosed = true;
    this.#options.clock.clearTimeout(this.#timer);
    this.#drop();
  }

  #opened(socket: WebSocketLike): void {
    if (socket !== this.#socket) return;
    // We slept, and the greeting that waits for us is as old as that.
    if (this.#options.clock.now() - this.#triedAt > OPEN_WITHIN_MS) return this.#lost(socket);
    this.#isConnected = true;
    this.#pingLater();
    this.#options.onConnected();
  }

  #received(socket: WebSocketLike, data: unknown): void {
    if (socket !== this.#socket) return;
    let message: ServerMessage;
    try {
      if (!(data instanceof ArrayBuffer)) throw new TypeError("not binary");
      message = decodeServerMessage(new Uint8Array(data));
    } catch {
      // Whatever this is, it does not speak our protocol.
      return this.#lost(socket);
    }
    this.#failures = 0;
    this.#pingLater();
    if (message.requestId !== PING_ID) this.#options.onMessage(message);
  }

  #lost(socket: WebSocketLike): void {
    if (socket !== this.#socket || this.#isClosed) return;
    this.#drop();
    this.#retryLater();
  }

  #drop(): void {
    const socket = this.#socket;
    const wasConnected = this.#isConnected;
    this.#socket = undefined;
    this.#isConnected = false;
    socket?.close();
    if (wasConnected) this.#options.onDisconnected();
  }

  #retryLater(): void {
    const longest = Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 2 ** this.#failures);
    this.#failures += 1;
    // Between half and all of it, so that the people of a restarted server do not come at once.
    const share = 0.5 + (this.#options.random(1)[0] ?? 0) / 512;
    this.#setTimer(longest * share, () => this.open());
  }

  #pingLater(): void {
    this.#setTimer(PING_EVERY_MS, () => {
      const socket = this.#socket;
      this.send({ type: "ping", requestId: PING_ID });
      if (socket !== undefined) this.#setTimer(ANSWER_WITHIN_MS, () => this.#lost(socket));
    });
  }

  #setTimer(ms: number, callback: () => void): void {
    this.#options.clock.clearTimeout(this.#timer);
    if (!this.#isClosed) this.#timer = this.#options.clock.setTimeout(callback, ms);
  }
}
