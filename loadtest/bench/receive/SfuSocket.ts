import { WebSocket } from "ws";
import {
  type Method,
  type Notification,
  parseResponseData,
  parseServerMessage,
  readMessage,
  type RequestData,
  type ResponseData,
} from "@sotto/shared/signalling";

/** One participant's connection to the SFU: requests and what comes unasked. */
export class SfuSocket {
  readonly #socket: WebSocket;
  readonly #waiting = new Map<number, { resolve: (data: unknown) => void; reject: (error: Error) => void }>();
  #nextId = 1;

  private constructor(socket: WebSocket, onNotification: (notification: Notification) => void) {
    this.#socket = socket;
    socket.on("message", (bytes: Buffer) => {
      const message = parseServerMessage(readMessage(bytes.toString()));
      if ("method" in message) {
        onNotification(message);
        return;
      }
      const waiting = this.#waiting.get(message.id);
      this.#waiting.delete(message.id);
      if (message.ok) waiting?.resolve(message.data);
      else waiting?.reject(new Error(message.error.code));
    });
  }

  static async connect(
    port: number,
    onNotification: (notification: Notification) => void,
  ): Promise<SfuSocket> {
    const socket = new WebSocket(`ws://127.0.0.1:${port}`);
    await new Promise((resolve, reject) => {
      socket.once("open", resolve);
      socket.once("error", reject);
    });
    return new SfuSocket(socket, onNotification);
  }

  /** @throws if the SFU refuses */
  async request<M extends Method>(method: M, data: RequestData<M>): Promise<ResponseData<M>> {
    const id = this.#nextId++;
    const answer = await new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      this.#socket.send(JSON.stringify({ id, method, data }));
    });
    return parseResponseData(method, answer);
  }

  close(): void {
    this.#socket.close();
  }
}
