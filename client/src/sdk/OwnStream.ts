import type { types } from "mediasoup-client";
import type { StreamDescription } from "@sotto/keyserver-protocol/member";
import {
  keepsSoundConstant,
  limitLayers,
  preferDegradation,
  requestOwnKeyFrame,
  sendProgress,
} from "./browsers/index.ts";
import { longestSoundFrame, planSending, type SendPlan, type VideoCodec } from "./encodings.ts";
import type { TransformReport } from "../workers/protocol.ts";
import type { FrameWorker } from "./FrameWorker.ts";
import { SdkError } from "./SdkError.ts";
import { firstStream, kindOf, type Source } from "./streams.ts";
import { look, type SendWatch, sendWatch } from "./watchdog.ts";

/** What happens to a stream that the call has to know of. */
export interface OwnStreamEvents {
  /** The transform has been called: frames are being encrypted. */
  readonly live: () => void;
  /** Frames may be leaving unencrypted: the track has been stopped. */
  readonly unsafe: (why: "transform/not-called" | "transform/stopped") => void;
}

/** What is to be sent. */
export interface OwnStreamOptions {
  readonly source: Source;
  readonly track: MediaStreamTrack;
  /** Whether the person wants it heard or seen already. */
  readonly enabled: boolean;
  /** The codec of pictures. */
  readonly videoCodec: VideoCodec;
  /** Whether pictures are padded to one of few sizes. */
  readonly padVideo: boolean;
}

let nextTransform = 0;

/**
 * One stream that is being sent. What is sent is a copy of the track, which stays disabled (silence, black) until the
 * transform has been called, and is stopped as soon as the transform may have ceased. The track itself is left as it
 * is, for the person's own picture and level meter.
 */
export class OwnStream {
  /** Oneself. */
  readonly participantKey = "";
  readonly source: Source;
  /** What is said of it to the others. */
  readonly description: StreamDescription;
  readonly #transformId = `send-${nextTransform++}`;
  readonly #frames: FrameWorker;
  readonly #events: OwnStreamEvents;
  readonly #plan: SendPlan;
  readonly #padVideo: boolean;
  #producer: types.Producer | undefined;
  #original: MediaStreamTrack | null;
  #sent: MediaStreamTrack | null;
  #enabled: boolean;
  /** Whether packets can flow. */
  #flows = false;
  /** Since when frames of the present track ought to come to the transform, `performance.now()` ms. */
  #expectedSince: number | undefined;
  #watch: SendWatch = sendWatch;
  /** The highest layer that anybody looks at, as the server says; -1 if nobody does. */
  #wantedLayer = Infinity;
  /** The limit that the browser has taken on. */
  #limit = Infinity;
  #closed = false;

  constructor(options: OwnStreamOptions, frames: FrameWorker, events: OwnStreamEvents) {
    const { source, track, enabled, videoCodec } = options;
    this.source = source;
    this.#enabled = enabled;
    this.#padVideo = options.padVideo;
    this.#frames = frames;
    this.#events = events;
    const { width } = track.getSettings();
    this.#plan = planSending(source, { width, contentHint: track.contentHint }, videoCodec);
    const { codec, encodings } = this.#plan;
    this.description = { stream: firstStream[source], layers: encodings.length, source, codec };
    this.#original = track;
    this.#sent = this.#copyOf(track);
  }

  /** Whether the transform has been called. */
  get live(): boolean {
    return this.#frames.stateOf(this.#transformId).called;
  }

  get producerId(): string | undefined {
    return this.#producer?.id;
  }

  /** Its media section of the peer connection. */
  get mid(): string | undefined {
    return this.#producer?.localId;
  }

  /** Whether nobody looks at it. */
  get paused(): boolean {
    return this.#wantedLayer < 0;
  }

  /** The highest layer that is made. */
  get layer(): number {
    return Math.min(this.#wantedLayer, this.#plan.encodings.length - 1);
  }

  /** What its transform has done. */
  get report(): TransformReport | undefined {
    return this.#frames.stateOf(this.#transformId).report;
  }

  /**
   * Begins to send.
   * @throws SdkError `codec/unsupported` if this browser or the server does not have the codec: nothing is sent then
   * @throws if the transport or the server refuses
   */
  async start(transport: types.Transport, device: types.Device): Promise<void> {
    const track = this.#sent;
    if (track === null) return;
    const mimeType = `${kindOf(this.source)}/${this.description.codec}`;
    const codec = device.sendRtpCapabilities.codecs?.find(
      (known) => known.mimeType.toLowerCase() === mimeType,
    );
    if (codec === undefined) {
      throw new SdkError("codec/unsupported", `${mimeType} cannot be sent from here`);
    }
    const producer = await transport.produce({
      track,
      stopTracks: false,
      disableTrackOnPause: false,
      zeroRtpOnPause: false,
      codec,
      encodings: this.#plan.encodings.map((encoding) => ({ ...encoding })),
      codecOptions: this.#plan.codecOptions,
      onRtpSender: (sender) => {
        this.#attach(sender);
      },
      appData: { stream: this.description.stream },
    });
    this.#producer = producer;
    if (kindOf(this.source) === "video" && producer.rtpSender !== undefined) {
      // A wish: a browser that cannot grant it decides for itself.
      preferDegradation(producer.rtpSender, this.#plan.degradation).catch(() => undefined);
    }
    // Both can have happened while the server was asked.
    if (this.#closed) this.close();
    else if (this.#sent !== track) await producer.replaceTrack({ track: this.#sent });
  }

  /** Says that packets can flow: from now on the transform has some time to be called. */
  connected(): void {
    if (this.#flows) return;
    this.#flows = true;
    this.#expectedSince = performance.now();
  }

  /** Sends another track, or nothing. */
  async replaceTrack(track: MediaStreamTrack | null): Promise<void> {
    if (track === this.#original) return;
    const old = this.#sent;
    this.#original = track;
    this.#sent = track === null ? null : this.#copyOf(track);
    this.#expectedSince = undefined;
    // Off at once, whatever the browser's answer: a camera's light goes out with its last copy.
    old?.stop();
    await this.#producer?.replaceTrack({ track: this.#sent });
  }

  /** Mutes (silence goes on being sent, at the same size) or unmutes. */
  setEnabled(enabled: boolean): void {
    this.#enabled = enabled;
    this.#open();
  }

  /**
   * Encodes no layers but those that somebody looks at. Sound always flows: who is listened to is nobody's business.
   * @param highest the highest layer that is wanted, -1 for none
   */
  limit(highest: number): void {
    if (kindOf(this.source) === "audio") return;
    this.#wantedLayer = highest;
    this.#limitNow();
  }

  /**
   * Looks whether frames go through the transform. To be called about once a second.
   * @param now `performance.now()` ms
   */
  async check(now: number): Promise<void> {
    const producer = this.#producer;
    if (this.#closed || producer === undefined || producer.closed) return;
    const sender = producer.rtpSender;
    if (sender === undefined) return;
    const progress = sendProgress(await sender.getStats(), kindOf(this.source));
    if (this.#isOver()) return;
    const isWanted = this.#wantedLayer >= 0;
    const isExpected =
      this.#flows && isWanted && this.#sent?.readyState === "live" && !this.#sent.muted && progress.hasSource;
    // Counted from when there was something to expect: what was not wanted until now is not late.
    this.#expectedSince = isExpected ? (this.#expectedSince ?? now) : undefined;
    const { report } = this.#frames.stateOf(this.#transformId);
    const { watch, verdict } = look(this.#watch, {
      at: now,
      called: this.live,
      expectedSince: this.#expectedSince,
      encoded: progress.encoded,
      transformed: report?.framesIn ?? 0,
      workerHeardAt: this.#frames.heardAt,
    });
    this.#watch = watch;
    if (verdict !== "safe") this.#stop(verdict);
    else this.#limitNow();
  }

  /** Ends the stream; the track goes on, for it may be sent again. */
  close(): void {
    this.#closed = true;
    this.#sent?.stop();
    this.#producer?.close();
    this.#frames.forget(this.#transformId);
  }

  /** A stream can end while its counts are being read. */
  #isOver(): boolean {
    return this.#closed;
  }

  #copyOf(track: MediaStreamTrack): MediaStreamTrack {
    const copy = track.clone();
    copy.contentHint = track.contentHint;
    copy.enabled = this.live && this.#enabled;
    return copy;
  }

  /** Lets sound or picture through if both the person and the transform say so. */
  #open(): void {
    if (this.#sent !== null) this.#sent.enabled = this.live && this.#enabled;
  }

  #limitNow(): void {
    const sender = this.#producer?.rtpSender;
    const limit = this.#wantedLayer;
    // Until the transform has proved itself all layers run: it is to be called soon.
    if (sender === undefined || !this.live || this.#closed || limit === this.#limit) return;
    // A sender that refuses is asked again at the next look.
    limitLayers(sender, this.#plan.encodings, limit).then(
      () => {
        this.#limit = limit;
      },
      () => undefined,
    );
  }

  #attach(sender: RTCRtpSender): void {
    const { stream, layers } = this.description;
    this.#frames.attach(
      sender,
      {
        ...{ direction: "send", transformId: this.#transformId, codec: this.#plan.codec, stream, layers },
        padVideo: this.#padVideo,
        ...(!keepsSoundConstant() && { padAudioTo: longestSoundFrame(this.source) }),
      },
      {
        wantKeyFrame: () => {
          // A sender that has closed meanwhile has no use for one.
          if (kindOf(this.source) === "video") requestOwnKeyFrame(sender).catch(() => undefined);
        },
        called: () => {
          if (this.#closed) return;
          this.#open();
          this.#limitNow();
          this.#events.live();
        },
      },
    );
  }

  #stop(why: "transform/not-called" | "transform/stopped"): void {
    this.close();
    this.#events.unsafe(why);
  }
}
