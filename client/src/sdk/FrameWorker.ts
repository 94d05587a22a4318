import type { FromFrames, ToFrames, TransformOptions, TransformReport } from "../workers/protocol.ts";
import { type Attachable, attachTransform } from "./browsers/index.ts";
import type { CallError } from "./callState.ts";
import { SteadyWorker } from "./SteadyWorker.ts";

/** What the page knows of one attached transform. */
export interface TransformState {
  readonly called: boolean;
  readonly report: TransformReport | undefined;
}

/** What the page does about one transform. */
export interface TransformListener {
  readonly wantKeyFrame: () => void;
  /** It got its first frame. */
  readonly called?: () => void;
  /** It passed its first frame on. */
  readonly flowing?: () => void;
}

/** The page's end of the frame worker. No key passes here. */
export class FrameWorker {
  /** Resolves when the worker listens: transforms may be attached from then on. */
  ready!: Promise<void>;
  #setReady: () => void = () => undefined;
  readonly #onFault: (fault: CallError) => void;
  #worker!: SteadyWorker<ToFrames, FromFrames>;
  readonly #transforms = new Map<string, TransformState>();
  readonly #listeners = new Map<string, TransformListener>();
  #heardAt = performance.now();

  /** `onFault` is called if there is no worker. */
  constructor(onFault: (fault: CallError) => void) {
    this.#onFault = onFault;
    this.#start();
  }

  /** Puts a new worker in the place of one that is dead. It knows no transform and has no key. */
  restart(): void {
    this.#worker.terminate();
    for (const known of [this.#transforms, this.#listeners]) known.clear();
    this.#heardAt = performance.now();
    this.#start();
  }

  #start(): void {
    this.ready = new Promise((resolve) => {
      this.#setReady = resolve;
    });
    const create = () =>
      new Worker(new URL("../workers/frames/main.ts", import.meta.url), { type: "module" });
    this.#worker = new SteadyWorker(create, {
      message: (message) => {
        this.#receive(message);
      },
      fault: this.#onFault,
    });
  }

  /** When the worker last reported how it is, or was started, `performance.now()` ms. */
  get heardAt(): number {
    return this.#heardAt;
  }

  /** Gives it the port on which the key worker will send epochs. */
  connectKeys(port: MessagePort): void {
    this.#post({ type: "keys", port }, [port]);
  }

  /**
   * Puts the worker in the way of a sender's or receiver's frames.
   * @throws SdkError `browser/unsupported`
   */
  attach(end: Attachable, options: TransformOptions, on: TransformListener): void {
    const { transformId } = options;
    this.#transforms.set(transformId, { called: false, report: undefined });
    this.#listeners.set(transformId, on);
    attachTransform(this.#worker.current, end, options);
  }

  stateOf(transformId: string): TransformState {
    return this.#transforms.get(transformId) ?? { called: false, report: undefined };
  }

  /** To be called when the sender or receiver is closed. */
  forget(transformId: string): void {
    if (!this.#transforms.delete(transformId)) return;
    this.#listeners.delete(transformId);
    this.#post({ type: "forget", transformId });
  }

  terminate(): void {
    this.#worker.terminate();
  }

  #receive(message: FromFrames): void {
    switch (message.type) {
      case "ready":
        this.#heardAt = performance.now();
        this.#setReady();
        return;
      case "called":
        this.#update(message.transformId, { called: true });
        this.#listeners.get(message.transformId)?.called?.();
        return;
      case "flowing":
        this.#listeners.get(message.transformId)?.flowing?.();
        return;
      case "counters":
        this.#heardAt = performance.now();
        for (const report of message.transforms) this.#update(report.transformId, { report });
        return;
      case "wantKeyFrame":
        this.#listeners.get(message.transformId)?.wantKeyFrame();
    }
  }

  #update(transformId: string, change: Partial<TransformState>): void {
    const state = this.#transforms.get(transformId);
    if (state !== undefined) this.#transforms.set(transformId, { ...state, ...change });
  }

  #post(message: ToFrames, transfer: Transferable[] = []): void {
    this.#worker.post(message, transfer);
  }
}
