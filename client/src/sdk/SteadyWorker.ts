import type { CallError } from "./callState.ts";

/** Waits before a worker's script is asked for again, ms: a network that changes aborts whatever is under way. */
export const RESTART_MS: readonly number[] = [0, 300, 1_000, 3_000];

const NOT_LOADED: CallError = { code: "app/not-loaded", message: "the scripts of a call did not come" };
const CANNOT_RUN: CallError = {
  code: "browser/unsupported",
  message: "the workers of a call cannot run in this browser",
};

/** What there is to hear of a worker. */
export interface WorkerListener<From> {
  readonly message: (message: From) => void;
  /** There is none, and will be none: `app/not-loaded` or `browser/unsupported`. */
  readonly fault: (fault: CallError) => void;
}

/**
 * A worker whose script is asked for again if it does not come. It has to say something as soon as it runs; what is
 * posted to it waits for that.
 */
export class SteadyWorker<To, From> {
  readonly #create: () => Worker;
  readonly #on: WorkerListener<From>;
  #worker: Worker;
  #isRunning = false;
  #waiting: (readonly [message: To, transfer: Transferable[]])[] = [];
  #starts = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** @param create starts the script, anew each time */
  constructor(create: () => Worker, on: WorkerListener<From>) {
    this.#create = create;
    this.#on = on;
    this.#worker = this.#start();
  }

  /** The one that runs, once something was heard of it. */
  get current(): Worker {
    return this.#worker;
  }

  post(message: To, transfer: Transferable[] = []): void {
    if (this.#isRunning) this.#worker.postMessage(message, transfer);
    else this.#waiting.push([message, transfer]);
  }

  terminate(): void {
    clearTimeout(this.#timer);
    this.#waiting = [];
    this.#end();
  }

  #start(): Worker {
    const worker = this.#create();
    worker.onmessage = ({ data }: MessageEvent<From>) => {
      // What goes wrong in one that runs is told by its messages, or their absence.
      worker.onerror = null;
      this.#runs();
      this.#on.message(data);
    };
    worker.onerror = (event) => {
      // Only what was run is an event that says what is wrong.
      if (event instanceof ErrorEvent) this.#on.fault(CANNOT_RUN);
      else this.#startLater();
    };
    return worker;
  }

  #runs(): void {
    if (this.#isRunning) return;
    this.#isRunning = true;
    for (const [message, transfer] of this.#waiting) this.#worker.postMessage(message, transfer);
    this.#waiting = [];
  }

  /** What was on its way from it when it ended is about nothing any more. */
  #end(): void {
    this.#worker.onerror = null;
    this.#worker.terminate();
  }

  #startLater(): void {
    this.#end();
    const wait = RESTART_MS[this.#starts];
    if (wait === undefined) {
      this.#on.fault(NOT_LOADED);
      return;
    }
    this.#starts += 1;
    this.#timer = setTimeout(() => {
      this.#worker = this.#start();
    }, wait);
  }
}
