import {
  EmbedError,
  type EmbedEvent,
  type Expected,
  type FrameOptions,
  isHello,
  type MethodName,
  PROTOCOL_VERSION,
  readAnswer,
  readFromFrame,
} from "../protocol/index.ts";

/** How long a frame may take to greet, ms: a slow network loads the page within it. */
const GREETING_MS = 30_000;

interface Question {
  readonly method: MethodName;
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: EmbedError) => void;
}

export interface ChannelListener {
  event(event: EmbedEvent): void;
  /** The frame does not answer: refused, blocked or not there. */
  noAnswer(): void;
}

/** The embedding page's end: one handshake with the frame, then questions and events over a private port. */
export class FrameChannel {
  readonly #window: Window;
  readonly #expected: Expected;
  readonly #options: FrameOptions;
  readonly #listener: ChannelListener;
  readonly #questions = new Map<number, Question>();
  readonly #timer: ReturnType<typeof setTimeout>;
  #port: MessagePort | undefined;
  #lastId = 0;
  #closed = false;

  /** @param expected the frame's window, Sotto's origin and the nonce that was put into the frame's address */
  constructor(page: Window, expected: Expected, options: FrameOptions, listener: ChannelListener) {
    this.#window = page;
    this.#expected = expected;
    this.#options = options;
    this.#listener = listener;
    page.addEventListener("message", this.#onMessage);
    this.#timer = setTimeout(() => {
      this.#rejectAll("the frame does not answer");
      listener.noAnswer();
    }, GREETING_MS);
  }

  /** Asks the frame for something; before the handshake it waits for it. */
  async ask(method: MethodName, args: readonly unknown[]): Promise<unknown> {
    if (this.#closed) throw new EmbedError("embed/closed", "this call is destroyed");
    return await new Promise((resolve, reject) => {
      const id = (this.#lastId += 1);
      this.#questions.set(id, { method, resolve, reject });
      if (this.#port !== undefined) this.#post(this.#port, id, method, args);
      else this.#waiting.push((port) => this.#post(port, id, method, args));
    });
  }

  readonly #waiting: ((port: MessagePort) => void)[] = [];

  close(): void {
    this.#closed = true;
    clearTimeout(this.#timer);
    this.#window.removeEventListener("message", this.#onMessage);
    this.#port?.close();
    this.#rejectAll("this call is destroyed");
  }

  readonly #onMessage = (message: MessageEvent): void => {
    if (!isHello(message, this.#expected)) return;
    clearTimeout(this.#timer);
    // A frame that was loaded anew greets anew; what was asked of the old one is lost.
    if (this.#port !== undefined) {
      this.#port.close();
      this.#rejectAll("the frame was loaded anew");
    }
    const { port1, port2 } = new MessageChannel();
    this.#port = port1;
    port1.onmessage = ({ data }) => {
      this.#heard(data);
    };
    const connect = {
      sotto: "connect",
      version: PROTOCOL_VERSION,
      nonce: this.#expected.nonce,
      options: this.#options,
    };
    const { source, origin } = this.#expected;
    (source as Window).postMessage(connect, origin, [port2]);
    for (const send of this.#waiting.splice(0)) send(port1);
  };

  #post(port: MessagePort, id: number, method: MethodName, args: readonly unknown[]): void {
    try {
      port.postMessage({ type: "ask", id, method, args });
    } catch {
      this.#questions.get(id)?.reject(new EmbedError("embed/invalid", "this cannot be sent to a frame"));
      this.#questions.delete(id);
    }
  }

  #heard(data: unknown): void {
    let message;
    try {
      message = readFromFrame(data);
    } catch {
      // A frame of another version: what is not understood is not acted upon.
      return;
    }
    if (message.type === "event") {
      this.#listener.event(message);
      return;
    }
    const question = this.#questions.get(message.id);
    if (question === undefined) return;
    this.#questions.delete(message.id);
    if (!message.ok) question.reject(new EmbedError(message.code, message.message));
    else {
      try {
        question.resolve(readAnswer(question.method, message.value));
      } catch (error) {
        question.reject(error as EmbedError);
      }
    }
  }

  #rejectAll(why: string): void {
    const questions = [...this.#questions.values()];
    this.#questions.clear();
    this.#waiting.length = 0;
    for (const { reject } of questions) reject(new EmbedError("embed/closed", why));
  }
}
