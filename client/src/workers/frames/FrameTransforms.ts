import { epochLowOf, type Soon } from "@sotto/shared/sframe";
import type { EncodedFrame, EpochKeyMessage, FromFrames, TransformOptions } from "../protocol.ts";
import { EpochKeys } from "./EpochKeys.ts";
import type { Outcome } from "./frame.ts";
import { FrameDecryptor } from "./FrameDecryptor.ts";
import { FrameEncryptor } from "./FrameEncryptor.ts";
import { AudioPadding, type FramePadding, noPadding, videoPadding } from "./framePadding.ts";
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

/**
 * How long frames wait for a key that is late, ms: as long as a commit takes to reach all, and less than browsers keep
 * frames of sound that nobody reads.
 */
export const LATE_KEY_MS = 1_000;

/** Time, as far as frames need it. */
export interface Clock {
  /** ms; never goes back. */
  now(): number;
  /** Runs something after some ms. */
  after(ms: number, run: () => void): void;
}

/** All transforms of a call, whichever way they were attached, around one set of keys. */
export class FrameTransforms {
  readonly #keys = new EpochKeys();
  readonly #counters = new SendCounters();
  readonly #transforms = new Map<string, Transform>();
  /** Called at every new epoch, by frames that wait for one. */
  readonly #waiting = new Set<() => void>();
  readonly #post: (message: FromFrames) => void;
  readonly #clock: Clock;
  /** The time as of the last moment at which it mattered: asking for it costs as much as encrypting a frame. */
  #now: number;

  constructor(post: (message: FromFrames) => void, clock: Clock) {
    this.#post = post;
    this.#clock = clock;
    this.#now = clock.now();
  }

  /** Takes an epoch's base key over. */
  addEpoch(message: EpochKeyMessage): void {
    this.#now = this.#clock.now();
    this.#keys.add(message, this.#now);
    for (const look of [...this.#waiting]) look();
    const next = this.#keys.nextSwitch(this.#now);
    if (next === undefined) return;
    this.#clock.after(next - this.#now, () => {
      this.#now = Math.max(this.#clock.now(), next);
    });
  }

  /** Notes that every member has an epoch's key. */
  reached(epoch: number): void {
    this.#now = this.#clock.now();
    this.#keys.reached(epoch, this.#now);
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
    const conclude = (frame: EncodedFrame, outcome: Outcome, cameAt: number | undefined): boolean => {
      if (typeof outcome === "string") {
        transform.counters.dropped(outcome);
        return false;
      }
      // A carrier may hand out a view of a longer buffer.
      frame.data = outcome.length === outcome.buffer.byteLength ? outcome.buffer : outcome.slice().buffer;
      if (transform.counters.passed()) this.#post({ type: "flowing", transformId });
      if (cameAt !== undefined) transform.counters.took(this.#clock.now() - cameAt);
      return true;
    };
    // Any fault at all drops the frame: what is passed on is only ever what a cipher made.
    const fail = (): boolean => {
      transform.counters.dropped("error");
      return false;
    };
    const work = (frame: EncodedFrame): Soon<boolean> => {
      if (transform.counters.came()) this.#post({ type: "called", transformId });
      const cameAt = transform.counters.wantsTime ? this.#clock.now() : undefined;
      try {
        const outcome = change(frame);
        const isThere = outcome instanceof Uint8Array || typeof outcome === "string";
        if (isThere) return conclude(frame, outcome, cameAt);
        return outcome.then((bytes) => conclude(frame, bytes, cameAt)).catch(fail);
      } catch {
        return fail();
      }
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
    this.#now = this.#clock.now();
    this.#keys.expire(this.#now);
    const transforms = [...this.#transforms].map(([id, { counters }]) => counters.report(id));
    this.#post({ type: "counters", transforms });
  }

  async #keyComes(epochLow: number): Promise<boolean> {
    const isHere = () => this.#keys.receiving(epochLow) !== undefined;
    await new Promise<void>((resolve) => {
      const look = () => {
        if (isHere()) end();
      };
      const end = () => {
        this.#waiting.delete(look);
        resolve();
      };
      this.#waiting.add(look);
      this.#clock.after(LATE_KEY_MS, end);
    });
    return isHere();
  }

  #encrypting(options: TransformOptions & { direction: "send" }, onEpoch: () => void): Change {
    const { codec, stream, layers } = options;
    const encryptor = new FrameEncryptor({
      ...{ keys: this.#keys, counters: this.#counters, codec, stream, layers, onEpoch },
      padding: paddingOf(options),
    });
    return (frame) => encryptor.encrypt(frame, this.#now);
  }

  #decrypting(options: TransformOptions & { direction: "receive" }, wantKeyFrame: () => void): Change {
    const { codec, stream, layers, participantKey } = options;
    const keyComes = (kid: number) => this.#keyComes(epochLowOf(kid));
    const decryptor = new FrameDecryptor({
      ...{ keys: this.#keys, codec, stream, layers, participantKey, keyComes },
    });
    if (codec === "opus") return (frame) => decryptor.decrypt(frame.data);
    let hasGap = false;
    let askedAt = -Infinity;
    const noteGap = (outcome: Outcome): Outcome => {
      if (typeof outcome === "string") {
        hasGap ||= outcome !== "replay" && outcome !== "empty";
      } else if (hasGap && this.#clock.now() - askedAt >= KEY_FRAME_INTERVAL_MS) {
        // What was dropped may be what later frames build on.
        hasGap = false;
        askedAt = this.#clock.now();
        wantKeyFrame();
      }
      return outcome;
    };
    return (frame) => {
      const outcome = decryptor.decrypt(frame.data);
      if (outcome instanceof Uint8Array && !hasGap) return outcome;
      if (typeof outcome === "string" || outcome instanceof Uint8Array) return noteGap(outcome);
      return outcome.then(noteGap);
    };
  }
}

/** What becomes of a frame's bytes. */
type Change = (frame: EncodedFrame) => Soon<Outcome>;

function paddingOf(options: TransformOptions & { direction: "send" }): FramePadding {
  const { codec, padVideo, padAudioTo } = options;
  if (codec === "opus") return new AudioPadding(padAudioTo);
  return padVideo === true ? videoPadding : noPadding;
}
