import type { AppMessage } from "@sotto/keyserver-protocol/member";
import { toBase64Url } from "@sotto/shared/codec";
import type { KeyQuestions } from "../KeyQuestions.ts";
import { SdkError } from "../SdkError.ts";

/** A file that somebody sent to everybody. */
export interface ChatFile {
  /** Made safe to show and to save. */
  readonly name: string;
  readonly size: number;
  /** Bytes that have come, or have been sent. */
  readonly done: number;
  readonly state: "moving" | "here" | "failed";
  /** Once it is here; of one's own from the beginning. */
  readonly content?: Blob;
}

/** One message, as it is shown. */
export interface ChatMessage {
  readonly id: string;
  /** Participant id of who wrote it. */
  readonly from: string;
  /** Their name when they wrote it: they may be gone. */
  readonly name: string;
  /** Empty where there is a file. */
  readonly text: string;
  readonly file?: ChatFile;
  /** When it came here, or was written here, ms since 1970. */
  readonly at: number;
  readonly mine: boolean;
  /** It did not reach the others. */
  readonly failed: boolean;
}

/** Writing to everybody in the call. */
export interface ChatFacet {
  /**
   * Sends a message to everybody who is in the call. It is in `CallState.chat` at once; if it does not get there, it says
   * so. Rejects with SottoError `chat/empty`, or the reason why it did not get there.
   */
  send(text: string): Promise<void>;
  /**
   * Sends a file of at most 10 MiB to everybody who is in the call. It is in `CallState.chat` at once, with how far it is.
   * Rejects with SottoError `file/empty`, `file/too-large`, or the reason why it did not get there. Absent where there is
   * no data channel.
   */
  sendFile?(file: Blob, name: string): Promise<void>;
}

/** Who wrote a message. */
export type Writer = Pick<ChatMessage, "from" | "name">;

/** Of a very long talk the end is kept. */
const MOST_MESSAGES = 1_000;
const ID_BYTES = 16;

/** The call's written messages, as this device has them: nobody keeps them for newcomers. */
export class Chat implements ChatFacet {
  readonly #questions: KeyQuestions;
  readonly #self: () => Writer;
  readonly #changed: () => void;
  readonly #sendFile: (file: Blob, name: string) => Promise<void>;
  #messages: readonly ChatMessage[] = [];

  /** `changed` is called after each change of `messages`. */
  constructor(
    questions: KeyQuestions,
    self: () => Writer,
    changed: () => void,
    sendFile: (file: Blob, name: string) => Promise<void>,
  ) {
    this.#questions = questions;
    this.#self = self;
    this.#changed = changed;
    this.#sendFile = sendFile;
  }

  get messages(): readonly ChatMessage[] {
    return this.#messages;
  }

  async send(text: string): Promise<void> {
    if (text.trim() === "") throw new SdkError("chat/empty", "there is nothing in this message");
    const bytes = crypto.getRandomValues(new Uint8Array(ID_BYTES));
    const id = toBase64Url(bytes);
    this.#add({ id, ...this.#self(), text, at: Date.now(), mine: true, failed: false });
    try {
      await this.#questions.ask({ type: "publish", message: { type: "chat", id: bytes, text } });
    } catch (error) {
      this.#messages = this.#messages.map((one) => (one.id === id ? { ...one, failed: true } : one));
      this.#changed();
      throw error;
    }
  }

  sendFile(file: Blob, name: string): Promise<void> {
    return this.#sendFile(file, name);
  }

  /** Takes in what somebody else wrote. */
  heard(message: AppMessage & { readonly type: "chat" }, who: Writer): void {
    const id = toBase64Url(message.id);
    // An id is its sender's: another sender's message of the same id is another message.
    if (this.#messages.some((one) => one.id === id && one.from === who.from)) return;
    this.#add({ id, ...who, text: message.text, at: Date.now(), mine: false, failed: false });
  }

  /** A file of one's own. */
  addOwnFile(id: string, file: ChatFile): void {
    this.#add({ id, ...this.#self(), text: "", file, at: Date.now(), mine: true, failed: false });
  }

  /** Somebody else's file. False if its message is there already. */
  addFileFrom(id: string, who: Writer, file: ChatFile): boolean {
    if (this.#messages.some((one) => one.id === id)) return false;
    const failed = file.state === "failed";
    this.#add({ id, ...who, text: "", file, at: Date.now(), mine: false, failed });
    return true;
  }

  /** How far a file is now. */
  fileMoved(id: string, change: Partial<ChatFile>): void {
    this.#messages = this.#messages.map((one) => {
      if (one.id !== id || one.file === undefined) return one;
      const file = { ...one.file, ...change };
      return { ...one, file, failed: file.state === "failed" };
    });
    this.#changed();
  }

  #add(message: ChatMessage): void {
    this.#messages = [...this.#messages, message].slice(-MOST_MESSAGES);
    this.#changed();
  }
}
