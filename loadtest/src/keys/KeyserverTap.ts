import { WebSocket } from "ws";
import type { WebSocketConstructor } from "@sotto/keyserver-protocol/member";
import {
  clientTypeNumbers,
  decodeClientMessage,
  decodeServerMessage,
  requestIdOf,
  serverTypeNumbers,
} from "@sotto/keyserver-protocol/messages";

/** A commit of this member's that the key server took. */
export interface TakenCommit {
  /** The epoch that it began. */
  readonly epoch: number;
  /** When it was sent, ms. */
  readonly sentAt: number;
  readonly bytes: number;
}

/** What is seen of one member's talk with the key server. */
export class KeyserverTap {
  bytesSent = 0;
  bytesReceived = 0;
  readonly #offered = new Map<number, { readonly sentAt: number; readonly bytes: number }>();
  readonly #onCommit: (commit: TakenCommit) => void;
  readonly #now: () => number;

  constructor(now: () => number, onCommit: (commit: TakenCommit) => void) {
    this.#now = now;
    this.#onCommit = onCommit;
  }

  /** A WebSocket class whose sockets this tap listens to. */
  get WebSocket(): WebSocketConstructor {
    const received = (bytes: Buffer): void => {
      this.#received(bytes);
    };
    const sent = (bytes: Uint8Array): void => {
      this.#sent(bytes);
    };
    const Tapped = class extends WebSocket {
      constructor(url: string) {
        super(url);
        this.on("message", (data) => {
          if (Array.isArray(data)) return;
          received(Buffer.isBuffer(data) ? data : Buffer.from(data));
        });
      }

      override send(data: Uint8Array): void {
        sent(data);
        super.send(data);
      }
    };
    return Tapped;
  }

  #sent(bytes: Uint8Array): void {
    this.bytesSent += bytes.length;
    if (bytes[1] !== clientTypeNumbers.append) return;
    const { requestId } = decodeClientMessage(bytes);
    this.#offered.set(requestId, { sentAt: this.#now(), bytes: bytes.length });
  }

  #received(bytes: Buffer): void {
    this.bytesReceived += bytes.length;
    if (bytes[1] !== serverTypeNumbers.appended && bytes[1] !== serverTypeNumbers.conflict) return;
    const offered = this.#offered.get(requestIdOf(bytes));
    this.#offered.delete(requestIdOf(bytes));
    if (offered === undefined || bytes[1] !== serverTypeNumbers.appended) return;
    const message = decodeServerMessage(bytes);
    if (message.type === "appended") this.#onCommit({ epoch: message.epoch, ...offered });
  }
}
