import {
  type Method,
  type Notification,
  parseResponseData,
  parseServerMessage,
  readMessage,
  type RequestData,
  type ResponseData,
} from "@sotto/shared/signalling";
import { SdkError } from "./SdkError.ts";

/** The part of a WebSocket that is used; a test brings its own. */
export type TextSocket = Pick<WebSocket, "onopen" | "onclose" | "onmessage" | "send" | "close">;

/** How long an answer may take, ms: several times the worst round trip, and below what a person waits. */
const REQUEST_MS = 10_000;
/** How often the connection is tried while nothing else is asked, ms; two lost answers end it. */
const PING_MS = 4_000;

interface Waiting {
  readonly method: Method;
  readonly timer: ReturnType<typeof setTimeout>;
  readonly resolve: (data: unknown) => void;
  readonly reject: (error: SdkError) => void;
}

/** One WebSocket to the forwarding server: requests with answers, and what the server says unasked. Lives once. */
export class SfuConnection {
  readonly #socket: TextSocket;
  readonly #waiting = new Map<number, Waiting>();
  readonly #onNotification: (notification: Notification) => void;
  readonly #onClose: () => void;
  #nextId = 1;
  #ping: ReturnType<typeof setInterval> | undefined;
  #closed = false;

  /** `onClose` is called once, however it ends. */
  constructor(
    socket: TextSocket,
    on: { open: () => void; notification: (notification: Notification) => void; close: () => void },
  ) {
    this.#socket = socket;
    this.#onNotification = on.notification;
    this.#onClose = on.close;
    socket.onopen = () => {
      this.#ping = setInterval(() => {
        this.request("ping", {}).catch(() => {
          this.close();
        });
      }, PING_MS);
      on.open();
    };
    socket.onclose = () => {
      this.close();
    };
    socket.onmessage = ({ data }: MessageEvent<unknown>) => {
      this.#receive(data);
    };
  }

  /**
   * Asks, and gives the checked answer.
   * @throws SdkError with the server's code, or `sfu/timeout`, or `sfu/closed`
   */
  async request<M extends Method>(method: M, data: RequestData<M>): Promise<ResponseData<M>> {
    if (this.#closed) throw new SdkError("sfu/closed", "the connection is closed");
    const id = this.#nextId++;
    const answer = await new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#waiting.delete(id);
        reject(new SdkError("sfu/timeout", `no answer to ${method}`));
      }, REQUEST_MS);
      this.#waiting.set(id, { method, timer, resolve, reject });
      this.#socket.send(JSON.stringify({ id, method, data }));
    });
    return parseResponseData(method, answer);
  }

  /** Closes the socket and fails whoever still waits. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    clearInterval(this.#ping);
    this.#socket.onclose = this.#socket.onmessage = this.#socket.onopen = null;
    this.#socket.close();
    for (const { timer, reject } of this.#waiting.values()) {
      clearTimeout(timer);
      reject(new SdkError("sfu/closed", "the connection closed"));
    }
    this.#waiting.clear();
    this.#onClose();
  }

  #receive(data: unknown): void {
    try {
      if (typeof data !== "string") throw new SdkError("sfu/malformed", "messages are text");
      const message = parseServerMessage(readMessage(data));
      if ("method" in message) {
        this.#onNotification(message);
        return;
      }
      const waiting = this.#waiting.get(message.id);
      if (waiting === undefined) return;
      this.#waiting.delete(message.id);
      clearTimeout(waiting.timer);
      if (message.ok) waiting.resolve(message.data);
      else waiting.reject(new SdkError(message.error.code, message.error.message));
    } catch {
      // A server that breaks the protocol once is not worth another message.
      this.close();
    }
  }
}
