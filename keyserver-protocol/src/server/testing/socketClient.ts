import { once } from "node:events";
import type { Socket } from "node:net";
import { WebSocket } from "ws";
import {
  decodeServerMessage,
  encodeClientMessage,
  type Entry,
  type ServerMessage,
} from "../../messages/index.ts";
import { asReader } from "./asReader.ts";
import type { Request } from "./testClient.ts";

/** A client of a running keyserver. */
export class SocketClient {
  readonly socket: WebSocket;
  readonly received: ServerMessage[] = [];
  /** Resolves with the close code. */
  readonly closed: Promise<number>;
  #lastRequestId = 0;

  /** Connects and waits for the server's first message. Rejects if the server refuses. */
  static async open(url: string, options: { autoPong: boolean } = { autoPong: true }): Promise<SocketClient> {
    const client = new SocketClient(new WebSocket(url, options));
    await once(client.socket, "open");
    await client.until(() => client.received.length > 0);
    return client;
  }

  private constructor(socket: WebSocket) {
    this.socket = socket;
    this.closed = new Promise((resolve) => socket.on("close", resolve));
    socket.binaryType = "nodebuffer";
    socket.on("message", (data) => this.received.push(decodeServerMessage(data as Buffer)));
    // What becomes of the socket is told by `closed`.
    socket.on("error", () => undefined);
  }

  /** The connection below the WebSocket, to misbehave with. */
  get rawSocket(): Socket {
    return (this.socket as unknown as { readonly _socket: Socket })._socket;
  }

  get entries(): Entry[] {
    return this.received.filter((message): message is Entry => message.type === "entry");
  }

  /** Sends a request and waits for its answer. */
  async ask(request: Request): Promise<ServerMessage> {
    this.#lastRequestId += 1;
    const requestId = this.#lastRequestId;
    this.socket.send(encodeClientMessage({ ...asReader(request, this.received), requestId }));
    const isAnswer = (message: ServerMessage) => message.requestId === requestId;
    await this.until(() => this.received.some(isAnswer));
    const answer = this.received.find(isAnswer);
    if (answer === undefined) throw new Error("no answer");
    return answer;
  }

  /** Waits until what has been received makes it true. Rejects if the socket closes first. */
  async until(condition: () => boolean): Promise<void> {
    while (!condition()) {
      const gone = this.closed.then(() => Promise.reject(new Error("the socket closed")));
      await Promise.race([once(this.socket, "message"), gone]);
    }
  }

  /** Waits until the server has taken all that was sent before, pongs included. */
  async exchangePing(): Promise<void> {
    const answered = once(this.socket, "pong");
    this.socket.ping();
    await answered;
  }
}
