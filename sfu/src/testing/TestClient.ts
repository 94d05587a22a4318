import { randomBytes } from "node:crypto";
import { type ClientOptions, WebSocket } from "ws";
import { toBase64Url } from "@sotto/shared/codec";
import { asSfuAdmission, sfuCallIdOf } from "@sotto/shared/ids";
import {
  type Method,
  type Notification,
  parseResponseData,
  parseServerMessage,
  readMessage,
  type ResponseData,
  type SfuErrorCode,
} from "@sotto/shared/signalling";

/** What admits to a call. */
export interface Invitation {
  readonly callId: string;
  readonly admission: string;
}

export function newInvitation(): Invitation {
  const admission = asSfuAdmission(new Uint8Array(randomBytes(32)));
  return { callId: toBase64Url(sfuCallIdOf(admission)), admission: toBase64Url(admission) };
}

export function randomId(bytes: 16 | 32): string {
  return toBase64Url(new Uint8Array(randomBytes(bytes)));
}

/** The answer to a request that was refused. */
export class Refusal extends Error {
  readonly code: SfuErrorCode;

  constructor(code: SfuErrorCode) {
    super(code);
    this.code = code;
  }
}

/** A client that speaks the protocol over a real socket, and nonsense where a test wants it. */
export class TestClient {
  readonly participantId = randomId(16);
  readonly resumeToken = randomId(32);
  readonly notifications: Notification[] = [];
  /** Ids of the requests that were answered, in the order of the answers. */
  readonly answered: number[] = [];
  /** Resolves with the close code. */
  readonly closed: Promise<number>;
  readonly #socket: WebSocket;
  readonly #waiting = new Map<
    number,
    (message: { ok: boolean; code?: SfuErrorCode; data?: unknown }) => void
  >();
  readonly #listeners = new Set<() => void>();
  #nextId = 1;

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    this.closed = new Promise((resolve) => socket.once("close", resolve));
    socket.on("error", () => undefined);
    socket.on("message", (bytes: Buffer) => {
      const message = parseServerMessage(readMessage(bytes.toString()));
      if ("method" in message) {
        this.notifications.push(message);
        for (const listener of this.#listeners) listener();
      } else {
        const answer = message.ok
          ? { ok: true, data: message.data }
          : { ok: false, code: message.error.code };
        this.answered.push(message.id);
        this.#waiting.get(message.id)?.(answer);
        this.#waiting.delete(message.id);
      }
    });
  }

  /** @throws if the server does not let it in */
  static async connect(port: number, options: ClientOptions = {}): Promise<TestClient> {
    const socket = new WebSocket(`ws://127.0.0.1:${port}`, options);
    await new Promise((resolve, reject) => {
      socket.once("open", resolve);
      socket.once("error", reject);
    });
    return new TestClient(socket);
  }

  /** @throws Refusal */
  async request<M extends Method>(method: M, data: object, id = this.#nextId++): Promise<ResponseData<M>> {
    const answer = await this.#answerTo(id, JSON.stringify({ id, method, data }));
    if (!answer.ok) throw new Refusal(answer.code ?? "sfu/internal");
    return parseResponseData(method, answer.data);
  }

  /** Sends any text, and gives the code of the error that answers this id. */
  async refusalOf(text: string, id: number): Promise<SfuErrorCode | undefined> {
    return (await this.#answerTo(id, text)).code;
  }

  send(data: string | Uint8Array): void {
    this.#socket.send(data);
  }

  /** Sends bytes below the WebSocket protocol. */
  sendRaw(bytes: Uint8Array): void {
    (this.#socket as unknown as { _socket: { write(bytes: Uint8Array): void } })._socket.write(bytes);
  }

  async join({ callId, admission }: Invitation, over: object = {}): Promise<ResponseData<"join">> {
    const { participantId, resumeToken } = this;
    return await this.request("join", { version: 1, callId, admission, participantId, resumeToken, ...over });
  }

  /** Waits for a notification, which may have come already. */
  async until(method: Notification["method"]): Promise<Notification> {
    for (;;) {
      const found = this.notifications.find((notification) => notification.method === method);
      if (found !== undefined) return found;
      await new Promise<void>((resolve) => {
        const listener = (): void => {
          this.#listeners.delete(listener);
          resolve();
        };
        this.#listeners.add(listener);
      });
    }
  }

  /** Takes nothing from the socket any more, while it stays open. */
  stopReading(): void {
    this.#socket.pause();
  }

  /** Ends the connection without a word, as a lost network does. */
  close(): void {
    this.#socket.terminate();
  }

  /** Says goodbye; what was sent before arrives before. */
  end(): void {
    this.#socket.close();
  }

  async #answerTo(id: number, text: string): Promise<{ ok: boolean; code?: SfuErrorCode; data?: unknown }> {
    return await new Promise((resolve) => {
      this.#waiting.set(id, resolve);
      this.#socket.send(text);
    });
  }
}
