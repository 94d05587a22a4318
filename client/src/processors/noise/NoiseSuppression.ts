import { ProcessorError, type TrackProcessor } from "../TrackProcessor.ts";

/** RNNoise was made for this rate, Hz. */
const SAMPLE_RATE = 48_000;

/** Takes noise out of speech (RNNoise), on the browser's audio thread. */
export class NoiseSuppression implements TrackProcessor {
  #context: AudioContext | undefined;
  #release: () => void = () => undefined;

  /** Whether the browser has what it takes. */
  static isSupported(): boolean {
    return typeof AudioWorkletNode !== "undefined" && typeof WebAssembly !== "undefined";
  }

  async start(track: MediaStreamTrack): Promise<MediaStreamTrack> {
    if (!NoiseSuppression.isSupported()) {
      throw new ProcessorError("processor/unsupported", "this browser has no audio worklets");
    }
    this.stop();
    const context = new AudioContext({ sampleRate: SAMPLE_RATE });
    this.#context = context;
    try {
      const { loadNode } = await import("./rnnoise.ts");
      const node = await loadNode(context);
      const out = context.createMediaStreamDestination();
      context
        .createMediaStreamSource(new MediaStream([track]))
        .connect(node)
        .connect(out);
      const [processed] = out.stream.getAudioTracks();
      if (processed === undefined) throw new Error("no track came out");
      this.#release = () => {
        processed.stop();
        node.destroy();
      };
      await context.resume();
      return processed;
    } catch (cause) {
      this.stop();
      throw new ProcessorError("processor/failed", "noise suppression could not begin", { cause });
    }
  }

  stop(): void {
    this.#release();
    this.#release = () => undefined;
    // A context that is closed already says so, and that is all.
    this.#context?.close().catch(() => undefined);
    this.#context = undefined;
  }
}
