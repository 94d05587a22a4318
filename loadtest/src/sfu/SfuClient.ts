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

/** How long an answer may take, ms: a server under load that does not answer at all is a failure. */
const ANSWER_MS = 20_000;
/** How long the door may take to open, ms. */
const OPEN_MS = 15_000;

/** A request that the SFU refused, with its code. */
export class SfuRefusal extends Error {
  readonly code: string;

  constructor(method: string, code: string) {
    super(`the media server refused ${method}: ${code}`);
    this.name = "SfuRefusal";
    this.code = code;
  }
}

interface Waiting {
  readonly resolve: (data: unknown) => void;
  readonly reject: (error: Error) => void;
  readonly timer: NodeJS.Timeout;
  readonly method: string;
}

/** One participant's signalling with an SFU. */
export class SfuClient {
  readonly #socket: WebSocket;
  readonly #waiting = new Map<number, Waiting>();
  #lastId = 0;

  private constructor(
    socket: WebSocket,
    onNotification: (notification: Notification) => void,
    onEnd: () => void,
  ) {
    this.#socket = socket;
    socket.on("message", (bytes: Buffer) => {
      const message = parseServerMessage(readMessage(bytes.toString()));
      if ("method" in message) {
        onNotification(message);
        return;
      }
      const waiting = this.#waiting.get(message.id);
      if (waiting === undefined) return;
      this.#waiting.delete(message.id);
      clearTimeout(waiting.timer);
      if (message.ok) waiting.resolve(message.data);
      else waiting.reject(new SfuRefusal(waiting.method, message.error.code));
    });
    socket.on("error", () => undefined);
    socket.on("close", () => {
      for (const { reject, timer } of this.#waiting.values()) {
        clearTimeout(timer);
        reject(new Error("the media server has closed the connection"));
      }
      this.#waiting.clear();
      onEnd();
    });
  }

  /** @throws if the server cannot be reached */
  static async connect(
    url: string,
    onNotification: (notification: Notification) => void,
    onEnd: () => void = () => undefined,
  ): Promise<SfuClient> {
    const socket = new WebSocket(url, { handshakeTimeout: OPEN_MS });
    const client = new SfuClient(socket, onNotification, onEnd);
    await new Promise<void>((resolve, reject) => {
      socket.once("open", resolve);
      socket.once("error", reject);
    });
    return client;
  }

  /** @throws SfuRefusal if the SFU says no; Error if it does not answer */
  async request<M extends Method>(method: M, data: RequestData<M>): Promise<ResponseData<M>> {
    const id = (this.#lastId += 1);
    const answer = await new Promise<unknown>((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#waiting.delete(id);
        reject(new Error(`the media server did not answer ${method}`));
      }, ANSWER_MS);
      this.#waiting.set(id, { resolve, reject, timer, method });
      this.#socket.send(JSON.stringify({ id, method, data }), (error) => {
        if (!error) return;
        clearTimeout(timer);
        this.#waiting.delete(id);
        reject(error);
      });
    });
    return parseResponseData(method, answer);
  }

  close(): void {
    this.#socket.close();
  }

  /** Cuts the connection as a broken network does, without a word. */
  cut(): void {
    this.#socket.terminate();
  }
}
