import { SottoError } from "@sotto/shared/codec";
import type { FromKeys, ToKeys } from "../workers/protocol.ts";

type Question = ToKeys extends infer Message
  ? Message extends { readonly id?: number }
    ? Omit<Message & { readonly type: "act" | "publish" }, "id">
    : never
  : never;
type Done = Extract<FromKeys, { type: "done" }>;

interface Waiting {
  readonly resolve: () => void;
  readonly reject: (error: SottoError) => void;
}

/** Asks the key worker for something, and waits for the answer. */
export class KeyQuestions {
  readonly #post: (message: ToKeys) => void;
  readonly #waiting = new Map<number, Waiting>();
  #lastId = 0;

  constructor(post: (message: ToKeys) => void) {
    this.#post = post;
  }

  /** Rejects with SottoError, with the member's code or "member/ended". */
  ask(question: Question): Promise<void> {
    this.#lastId += 1;
    const id = this.#lastId;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      this.#post({ ...question, id });
    });
  }

  heard({ id, error }: Done): void {
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    if (error === undefined) waiting?.resolve();
    else waiting?.reject(new SottoError(error.code, error.message));
  }

  /** The call is over: no more answers come. */
  close(): void {
    for (const { reject } of this.#waiting.values()) {
      reject(new SottoError("member/ended", "the call is over"));
    }
    this.#waiting.clear();
  }
}
