import { ProcessorError, type TrackProcessor } from "../TrackProcessor.ts";
import { frameStreams } from "./frameStreams.ts";
import type { BackgroundChange, BeginMessage, FromBackground } from "./messages.ts";

export type { BackgroundChange } from "./messages.ts";

/** Blurs or replaces the room behind a person, in a worker. A picture that could not be changed is not passed on. */
export class BackgroundEffect implements TrackProcessor {
  readonly #change: BackgroundChange;
  #worker: Worker | undefined;
  #processed: MediaStreamTrack | undefined;

  constructor(change: BackgroundChange) {
    this.#change = change;
  }

  /** Whether the browser gives pictures to workers and takes them back; at present Chromium's kind does. */
  static isSupported(): boolean {
    return (
      typeof MediaStreamTrackProcessor !== "undefined" && typeof MediaStreamTrackGenerator !== "undefined"
    );
  }

  async start(track: MediaStreamTrack): Promise<MediaStreamTrack> {
    const streams = frameStreams();
    if (streams === undefined) {
      throw new ProcessorError("processor/unsupported", "this browser gives no pictures to workers");
    }
    this.stop();
    const worker = new Worker(new URL("./worker.ts", import.meta.url), { type: "module" });
    this.#worker = worker;
    const { readable, generator } = streams.open(track);
    this.#processed = generator;
    const { writable } = generator;
    const begun = new Promise<void>((resolve, reject) => {
      worker.onmessage = ({ data }: MessageEvent<FromBackground>) => {
        if (data.type === "ready") resolve();
        else reject(new ProcessorError("processor/failed", data.message));
      };
      worker.onerror = () => {
        reject(new ProcessorError("processor/failed", "the worker did not start"));
      };
    });
    const message: BeginMessage = { readable, writable, change: this.#change };
    worker.postMessage(message, [readable, writable]);
    try {
      await begun;
    } catch (error) {
      this.stop();
      throw error;
    }
    return generator;
  }

  stop(): void {
    this.#worker?.terminate();
    this.#worker = undefined;
    // What stops the track may be what asks for this.
    const processed = this.#processed;
    this.#processed = undefined;
    processed?.stop();
  }
}
