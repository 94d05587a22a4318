import type { types } from "mediasoup";
import type { PipePair } from "./PipePair.ts";

/** A stream's way from the branch where it comes in to another, open as long as somebody there receives it. */
export class Pipe {
  readonly #out: types.Consumer;
  readonly #in: types.Producer;
  readonly #receivers = new Set<types.Consumer>();
  #open = false;
  #work: Promise<unknown> = Promise.resolve();

  private constructor(out: types.Consumer, into: types.Producer) {
    this.#out = out;
    this.#in = into;
    out.observer.once("close", () => {
      into.close();
    });
    into.observer.once("close", () => {
      out.close();
    });
  }

  /** @throws if the producer closes or one of the two workers dies */
  static async lay(producer: types.Producer, { near, far, capabilities }: PipePair): Promise<Pipe> {
    const out = await near.consume({ producerId: producer.id });
    let into: types.Producer | undefined;
    try {
      const { kind } = out;
      const { id, appData } = producer;
      const rtpParameters = withDependencyDescriptor(out.rtpParameters, capabilities);
      // It keeps its id: to who receives it, it is the same stream wherever they are.
      into = await far.produce({ id, kind, rtpParameters, appData, paused: true });
      await out.pause();
      if (producer.closed || out.closed) throw new Error("the producer has closed");
    } catch (error) {
      out.close();
      into?.close();
      throw error;
    }
    return new Pipe(out, into);
  }

  /** What leaves the one router, and what comes into the other. */
  get ends(): readonly [types.Consumer, types.Producer] {
    return [this.#out, this.#in];
  }

  get closed(): boolean {
    return this.#out.closed || this.#in.closed;
  }

  /** Called once, when what comes through it has ended. */
  onClose(listener: () => void): void {
    this.#in.observer.once("close", listener);
  }

  /** Whether anything is to come through it. */
  get wanted(): boolean {
    return [...this.#receivers].some(({ paused }) => !paused);
  }

  /** Has it open while this consumer is not paused. When that changes, `consider` has to be called. */
  serve(consumer: types.Consumer): void {
    this.#receivers.add(consumer);
    consumer.observer.once("close", () => {
      this.#receivers.delete(consumer);
      this.consider();
    });
    this.consider();
  }

  /** Looks again whether anybody receives: consumers do not tell, as long as nothing comes through the pipe. */
  consider(): void {
    const { wanted } = this;
    if (wanted === this.#open) return;
    this.#open = wanted;
    // Both ends at the same time: the key frame that is asked for at the one must find the other open.
    this.#work = this.#work.then(async () => {
      if (this.closed) return;
      const ends = [this.#in, this.#out];
      await Promise.all(ends.map((end) => (wanted ? end.resume() : end.pause()))).catch(() => undefined);
    });
  }
}

/**
 * Where a worker finds AV1's key frames and layers. mediasoup passes it on in every packet, but takes it for something
 * that only senders use and leaves it out of what the far end of a pipe is told to look at.
 */
const DEPENDENCY_DESCRIPTOR =
  "https://aomediacodec.github.io/av1-rtp-spec/#dependency-descriptor-rtp-header-extension";

function withDependencyDescriptor(
  rtpParameters: types.RtpParameters,
  { headerExtensions = [] }: types.RtpCapabilities,
): types.RtpParameters {
  const known = headerExtensions.find(({ uri }) => uri === DEPENDENCY_DESCRIPTOR);
  if (known === undefined) return rtpParameters;
  const { uri, preferredId: id } = known;
  return { ...rtpParameters, headerExtensions: [...(rtpParameters.headerExtensions ?? []), { uri, id }] };
}
