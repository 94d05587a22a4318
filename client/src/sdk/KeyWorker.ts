import type { FromKeys, ToKeys } from "../workers/protocol.ts";

/** The page's end of the key worker: it says who is in the call, and never with which key. */
export class KeyWorker {
  readonly #worker: Worker;

  /** `onFault` is called if the worker cannot run at all. */
  constructor(onMessage: (message: FromKeys) => void, onFault: () => void) {
    this.#worker = new Worker(new URL("../workers/keys/main.ts", import.meta.url), { type: "module" });
    this.#worker.onmessage = ({ data }: MessageEvent<FromKeys>) => {
      this.#worker.onerror = null;
      onMessage(data);
    };
    // A fault before the first word: it did not start. After it, phases tell how it is.
    this.#worker.onerror = onFault;
  }

  post(message: ToKeys, transfer: Transferable[] = []): void {
    this.#worker.postMessage(message, transfer);
  }

  terminate(): void {
    this.#worker.terminate();
  }
}
