import type { EncodedFrame, EpochKeyMessage, FromFrames, TransformOptions } from "../protocol.ts";
import { EpochKeys } from "./EpochKeys.ts";
import type { Outcome } from "./frame.ts";
import { FrameDecryptor } from "./FrameDecryptor.ts";
import { FrameEncryptor } from "./FrameEncryptor.ts";
import { pumpFrames } from "./pumpFrames.ts";
import { SendCounters } from "./SendCounters.ts";
import { TransformCounters } from "./TransformCounters.ts";

/** Where a transform's frames come from and go to. */
export interface TransformStreams {
  readonly readable: ReadableStream<EncodedFrame>;
  readonly writable: WritableStream<EncodedFrame>;
  /** Asks the browser for a key frame, where a transform can; the page is asked otherwise. */
  requestKeyFrame?(): Promise<void>;
}

interface Transform {
  readonly counters: TransformCounters;
  readonly stop: AbortController;
}

/** Least time between two requests of one receiver for a key frame, ms: forged frames must not become a flood. */
const KEY_FRAME_INTERVAL_MS = 1_000;

/** All transforms of a call, whichever way they were attached, around one set of keys. */
export class FrameTransforms {
  readonly #keys = new EpochKeys();
  readonly #counters = new SendCounters();
  readonly #transforms = new Map<string, Transform>();
  readonly #post: (message: FromFrames) => void;
  readonly #now: () => number;

  /** @param now a clock that never goes back, ms */
  constructor(post: (message: FromFrames) => void, now: () => number) {
    this.#post = post;
    this.#now = now;
  }

  /** Takes an epoch's base key over. */
  addEpoch(message: EpochKeyMessage): void {
    this.#keys.add(message, this.#now());
  }

  /** Runs a transform until its streams end or it is forgotten. */
  async attach(options: TransformOptions, streams: TransformStreams): Promise<void> {
    const { transformId } = options;
    const transform = { counters: new TransformCounters(), stop: new AbortController() };
    this.#transforms.set(transformId, transform);
    const wantKeyFrame = () => {
      const ask = () => this.#post({ type: "wantKeyFrame", transformId });
      if (streams.requestKeyFrame === undefined) ask();
      else streams.requestKeyFrame().catch(ask);
    };
    const change =
      options.direction === "send"
        ? this.#encrypting(options, wantKeyFrame)
        : this.#decrypting(options, wantKeyFrame);
    const work = async (frame: EncodedFrame): Promise<boolean> => {
      if (transform.counters.came()) this.#post({ type: "called", transformId });
      const outcome = await attempt(() => change(frame));
      if (typeof outcome === "string") {
        transform.counters.dropped(outcome);
        return false;
      }
      transform.counters.passed();
      return true;
    };
    try {
      await pumpFrames(streams.readable, streams.writable, work, transform.stop.signal);
    } finally {
      if (this.#transforms.get(transformId) === transform) this.#transforms.delete(transformId);
    }
  }

  /** Ends a transform whose sender or receiver is gone. Frames that still come are not passed on. */
  forget(transformId: string): void {
    this.#transforms.get(transformId)?.stop.abort();
    this.#transforms.delete(transformId);
  }

  /** Reports all counters and lets go of old epochs. To be called on a timer: its silence means that we are dead. */
  tick(): void {
    this.#keys.expire(this.#now());
    const transforms = [...this.#transforms].map(([id, { counters }]) => counters.report(id));
    this.#post({ type: "counters", transforms });
  }

  #encrypting({ codec, stream, layers }: TransformOptions, onEpoch: () => void): Change {
    const encryptor = new FrameEncryptor({
      ...{ keys: this.#keys, counters: this.#counters, codec, stream, layers, onEpoch },
    });
    return async (frame) => {
      const source = {
        data: frame.data,
        keyFrame: "type" in frame && frame.type === "key",
        synchronizationSource: frame.getMetadata().synchronizationSource,
      };
      return replaceData(frame, await encryptor.encrypt(source, this.#now()));
    };
  }

  #decrypting(options: TransformOptions & { direction: "receive" }, wantKeyFrame: () => void): Change {
    const { codec, stream, layers, participantKey } = options;
    const decryptor = new FrameDecryptor({ keys: this.#keys, codec, stream, layers, participantKey });
    let hasGap = false;
    let askedAt = -Infinity;
    return async (frame) => {
      const outcome = await decryptor.decrypt(frame.data);
      if (codec === "opus") return replaceData(frame, outcome);
      if (typeof outcome === "string") {
        hasGap ||= outcome !== "replay" && outcome !== "empty";
      } else if (hasGap && this.#now() - askedAt >= KEY_FRAME_INTERVAL_MS) {
        // What was dropped may be what later frames build on.
        hasGap = false;
        askedAt = this.#now();
        wantKeyFrame();
      }
      return replaceData(frame, outcome);
    };
  }
}

type Change = (frame: EncodedFrame) => Promise<Outcome>;

/** Any fault at all drops the frame: what is passed on is only ever what a cipher made. */
async function attempt(change: () => Promise<Outcome>): Promise<Outcome> {
  try {
    return await change();
  } catch {
    return "error";
  }
}

function replaceData(frame: EncodedFrame, outcome: Outcome): Outcome {
  if (typeof outcome !== "string") {
    // A carrier may hand out a view of a longer buffer.
    frame.data = outcome.length === outcome.buffer.byteLength ? outcome.buffer : outcome.slice().buffer;
  }
  return outcome;
}
