import { WebSocket } from "ws";
import type { CloseCode, Outbox } from "./outbox.ts";

/** A way out through a WebSocket that cuts a reader that lets too much pile up. */
export class SocketOutbox implements Outbox {
  readonly #socket: WebSocket;
  readonly #maxUnsentBytes: number;
  readonly #onSend: (bytes: Uint8Array) => void;
  readonly #onCut: () => void;

  /** `onSend` sees every message that is given to the socket, `onCut` when it is cut for not being read. */
  constructor(
    socket: WebSocket,
    maxUnsentBytes: number,
    onSend: (bytes: Uint8Array) => void,
    onCut: () => void,
  ) {
    this.#socket = socket;
    this.#maxUnsentBytes = maxUnsentBytes;
    this.#onSend = onSend;
    this.#onCut = onCut;
  }

  async send(bytes: Uint8Array): Promise<void> {
    if (this.#socket.readyState !== WebSocket.OPEN) return;
    if (this.#socket.bufferedAmount > this.#maxUnsentBytes) {
      this.#onCut();
      return this.#socket.terminate();
    }
    this.#onSend(bytes);
    // The callback also comes, with an error, when the socket dies first: its close event tells the session.
    await new Promise<void>((resolve) => this.#socket.send(bytes, () => resolve()));
  }

  hold(held: boolean): void {
    if (held) this.#socket.pause();
    else this.#socket.resume();
  }

  close(code: CloseCode, reason: string): void {
    // A paused socket would not see the other end's half of the closing handshake.
    this.#socket.resume();
    this.#socket.close(code, reason);
  }
}
