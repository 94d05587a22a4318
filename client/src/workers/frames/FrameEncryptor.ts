import { asStreamNumber, type StreamNumber } from "@sotto/shared/ids";
import { type FrameCounter, type FrameKey, pad, type Soon } from "@sotto/shared/sframe";
import { type Carrier, type Codec, carrierOf } from "../carrier/index.ts";
import type { EpochKey, EpochKeys } from "./EpochKeys.ts";
import type { Outcome, SourceFrame } from "./frame.ts";
import type { FramePadding } from "./framePadding.ts";
import type { SendCounters } from "./SendCounters.ts";

/** What one of our own senders encrypts. */
export interface EncryptorOptions {
  readonly keys: EpochKeys;
  readonly counters: SendCounters;
  readonly padding: FramePadding;
  readonly codec: Codec;
  readonly stream: number;
  readonly layers: number;
  /** A frame is the first under its epoch: whoever joined with that epoch can show nothing before a key frame. */
  onEpoch(): void;
}

/** A stream's key as it was found; good until the keys or the clock have moved. */
interface Found {
  readonly version: number;
  readonly now: number;
  readonly padded: boolean;
  readonly key: FrameKey;
  readonly counter: FrameCounter;
}

/** Encrypts the frames of one sender: each of its layers is a stream of its own. */
export class FrameEncryptor {
  readonly #options: EncryptorOptions;
  readonly #carrier: Carrier;
  readonly #firstStream: StreamNumber;
  /** Which layer a synchronization source is, in the order of their first frames. */
  readonly #layers = new Map<number | undefined, StreamNumber>();
  /** By stream. */
  readonly #found: (Found | undefined)[] = [];
  #epoch: EpochKey | undefined;

  constructor(options: EncryptorOptions) {
    this.#options = options;
    this.#carrier = carrierOf(options.codec);
    this.#firstStream = asStreamNumber(options.stream);
  }

  /**
   * Encrypts one frame. The counter is taken before anything is waited for, so frames may be in flight together.
   * @param now a clock in ms; frames between whose times nothing changed may have the same
   * @throws SframeError `sframe/counter-exhausted`, or whatever WebCrypto throws: the frame must then be dropped
   */
  encrypt(frame: SourceFrame, now: number): Soon<Outcome> {
    const { data } = frame;
    const { byteLength } = data;
    // An empty frame (Opus in silence) says nothing, and its encryption would only say that there was one.
    if (byteLength === 0) return "empty";
    const length = this.#options.padding.lengthFor(byteLength);
    const found = this.#find(this.#streamOf(frame), length !== undefined, now);
    if (found === undefined) return "no-key";
    const counter = found.counter.take();
    const bytes = new Uint8Array(data);
    const carrier = this.#carrier;
    const keyFrame = carrier.isKeyFrame?.(bytes) ?? frame.type === "key";
    const plaintext = length === undefined ? bytes : pad(bytes, length);
    const sealed = found.key.encrypt(counter, plaintext, carrier.authenticated(keyFrame), carrier.headroom);
    if (sealed instanceof Uint8Array) return carrier.wrap(sealed, keyFrame);
    return sealed.then((later) => carrier.wrap(later, keyFrame));
  }

  #find(stream: StreamNumber, padded: boolean, now: number): Found | undefined {
    const { keys, counters } = this.#options;
    const before = this.#found[stream];
    const isGood =
      before !== undefined &&
      before.now === now &&
      before.version === keys.version &&
      before.padded === padded;
    if (isGood) return before;
    const epoch = keys.sending(now);
    if (epoch === undefined) return undefined;
    const { kid, key } = keys.sendKey(epoch, stream, padded, now);
    if (epoch !== this.#epoch) {
      this.#epoch = epoch;
      this.#options.onEpoch();
    }
    const found = { version: keys.version, now, padded, key, counter: counters.of(kid) };
    this.#found[stream] = found;
    return found;
  }

  /** Sources beyond the announced layers share the last stream number: counters are per key id, so that is safe. */
  #streamOf(frame: SourceFrame): StreamNumber {
    const { layers } = this.#options;
    // Metadata cost the browser more than a short frame's encryption: a single layer needs none.
    if (layers === 1) return this.#firstStream;
    const source = frame.getMetadata().synchronizationSource;
    let stream = this.#layers.get(source);
    if (stream === undefined) {
      const layer = Math.min(this.#layers.size, layers - 1);
      stream = asStreamNumber(this.#options.stream + layer);
      this.#layers.set(source, stream);
    }
    return stream;
  }
}
