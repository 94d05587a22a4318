import { asStreamNumber, type StreamNumber } from "@sotto/shared/ids";
import { pad, type Soon } from "@sotto/shared/sframe";
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

/** Encrypts the frames of one sender: each of its layers is a stream of its own. */
export class FrameEncryptor {
  readonly #options: EncryptorOptions;
  readonly #carrier: Carrier;
  /** Which layer a synchronization source is, in the order of their first frames. */
  readonly #layers = new Map<number | undefined, StreamNumber>();
  #epoch: EpochKey | undefined;

  constructor(options: EncryptorOptions) {
    this.#options = options;
    this.#carrier = carrierOf(options.codec);
  }

  /**
   * Encrypts one frame. The counter is taken before anything is waited for, so frames may be in flight together.
   * @throws SframeError `sframe/counter-exhausted`, or whatever WebCrypto throws: the frame must then be dropped
   */
  encrypt(frame: SourceFrame, now: number): Soon<Outcome> {
    // An empty frame (Opus in silence) says nothing, and its encryption would only say that there was one.
    const { data, keyFrame } = frame;
    if (data.byteLength === 0) return "empty";
    const { keys, counters, padding } = this.#options;
    const epoch = keys.sending(now);
    if (epoch === undefined) return "no-key";
    const length = padding.lengthFor(data.byteLength);
    const stream = this.#streamOf(frame.synchronizationSource);
    const { kid, key } = keys.sendKey(epoch, stream, length !== undefined, now);
    const ctr = counters.next(kid);
    if (epoch !== this.#epoch) {
      this.#epoch = epoch;
      this.#options.onEpoch();
    }
    const plaintext = length === undefined ? new Uint8Array(data) : pad(new Uint8Array(data), length);
    const { headroom } = this.#carrier;
    const sealed = key.encrypt(ctr, plaintext, this.#carrier.authenticated(keyFrame), headroom);
    if (sealed instanceof Promise) return sealed.then((bytes) => this.#carrier.wrap(bytes, keyFrame));
    return this.#carrier.wrap(sealed, keyFrame);
  }

  /** Sources beyond the announced layers share the last stream number: counters are per key id, so that is safe. */
  #streamOf(source: number | undefined): StreamNumber {
    let stream = this.#layers.get(source);
    if (stream === undefined) {
      const layer = Math.min(this.#layers.size, this.#options.layers - 1);
      stream = asStreamNumber(this.#options.stream + layer);
      this.#layers.set(source, stream);
    }
    return stream;
  }
}
