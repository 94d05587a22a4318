import {
  decodeServerMessage,
  encodeClientMessage,
  type ClientMessage,
  type Entry,
  type ServerMessage,
} from "../../messages/index.ts";
import type { ClientSession, KeyserverCore, Outbox } from "../index.ts";
import { asReader } from "./asReader.ts";

type RequestOf<Message> = Message extends ClientMessage ? Omit<Message, "requestId"> : never;

/** A request as a test writes it: the client numbers it. */
export type Request = RequestOf<ClientMessage>;

/** A client of a keyserver core, without a socket. */
export class TestClient implements Outbox {
  readonly received: ServerMessage[] = [];
  readonly closes: number[] = [];
  held = false;
  /** While false, what is sent to this client is taken but does not leave the server. */
  reads = true;
  readonly #session: ClientSession;
  readonly #unread: (() => void)[] = [];
  #waits: { readonly until: () => boolean; readonly resolve: () => void }[] = [];
  #lastRequestId = 0;

  constructor(core: KeyserverCore) {
    this.#session = core.connect(this);
  }

  /** Sends a request and waits for its answer. */
  async ask(request: Request): Promise<ServerMessage> {
    const requestId = this.tell(request);
    return this.answerTo(requestId);
  }

  /** Sends a request; gives its number. */
  tell(request: Request): number {
    this.#lastRequestId += 1;
    const sent = asReader(request, this.received);
    this.#session.receive(encodeClientMessage({ ...sent, requestId: this.#lastRequestId }));
    return this.#lastRequestId;
  }

  tellBytes(bytes: Uint8Array): void {
    this.#session.receive(bytes);
  }

  tellText(): void {
    this.#session.receiveText();
  }

  async answerTo(requestId: number): Promise<ServerMessage> {
    const isAnswer = (message: ServerMessage) => message.requestId === requestId;
    await this.until(() => this.received.some(isAnswer));
    const answer = this.received.find(isAnswer);
    if (answer === undefined) throw new Error("no answer");
    return answer;
  }

  /** Entries of the log received so far; knocks are not among them. */
  get entries(): Entry[] {
    return this.#entries((entry) => entry.kind !== "knock");
  }

  get knocks(): Entry[] {
    return this.#entries((entry) => entry.kind === "knock");
  }

  /** Waits until what has been received makes it true. */
  async until(condition: () => boolean): Promise<void> {
    if (condition()) return;
    await new Promise<void>((resolve) => this.#waits.push({ until: condition, resolve }));
  }

  disconnect(): void {
    this.#session.end();
  }

  async send(bytes: Uint8Array): Promise<void> {
    this.received.push(decodeServerMessage(bytes));
    const [met, waiting] = [
      this.#waits.filter(({ until }) => until()),
      this.#waits.filter(({ until }) => !until()),
    ];
    this.#waits = waiting;
    for (const { resolve } of met) resolve();
    if (!this.reads) await new Promise<void>((resolve) => this.#unread.push(resolve));
  }

  readAgain(): void {
    this.reads = true;
    for (const resolve of this.#unread.splice(0)) resolve();
  }

  hold(held: boolean): void {
    this.held = held;
  }

  close(code: number): void {
    this.closes.push(code);
  }

  #entries(wanted: (entry: Entry) => boolean): Entry[] {
    return this.received.filter((message): message is Entry => message.type === "entry" && wanted(message));
  }
}
