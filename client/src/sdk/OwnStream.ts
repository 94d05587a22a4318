import type { types } from "mediasoup-client";
import type { StreamDescription } from "@sotto/keyserver-protocol/member";
import type { Codec } from "../workers/carrier/index.ts";
import { requestOwnKeyFrame, sendProgress } from "./browsers/index.ts";
import type { FrameWorker } from "./FrameWorker.ts";
import { cameraEncodings, firstStream, kindOf, MICROPHONE_BITRATE, type Source } from "./streams.ts";
import { look, type SendWatch, sendWatch } from "./watchdog.ts";

/** What happens to a stream that the call has to know of. */
export interface OwnStreamEvents {
  /** The transform has been called: frames are being encrypted. */
  readonly live: () => void;
  /** Frames may be leaving unencrypted: the track has been stopped. */
  readonly unsafe: (why: "transform/not-called" | "transform/stopped") => void;
}

/** Codec of each source in this version. */
const codecOf = { microphone: "opus", camera: "vp8" } as const satisfies Record<Source, Codec>;

let nextTransform = 0;

/**
 * One stream that is being sent. What is sent is a copy of the track, which stays disabled (silence, black) until the
 * transform has been called, and is stopped as soon as the transform may have ceased. The track itself is left as it
 * is, for the person's own picture and level meter.
 */
export class OwnStream {
  readonly source: Source;
  /** What is said of it to the others. */
  readonly description: StreamDescription;
  readonly #transformId = `send-${nextTransform++}`;
  readonly #frames: FrameWorker;
  readonly #events: OwnStreamEvents;
  readonly #encodings: RTCRtpEncodingParameters[];
  #producer: types.Producer | undefined;
  #original: MediaStreamTrack | null;
  #sent: MediaStreamTrack | null;
  #enabled: boolean;
  /** Since when packets of the present track could flow, `performance.now()` ms. */
  #flowsSince: number | undefined;
  #watch: SendWatch = sendWatch;
  #closed = false;

  constructor(
    source: Source,
    track: MediaStreamTrack,
    enabled: boolean,
    frames: FrameWorker,
    events: OwnStreamEvents,
  ) {
    this.source = source;
    this.#enabled = enabled;
    this.#frames = frames;
    this.#events = events;
    this.#encodings =
      source === "camera" ? cameraEncodings(track.getSettings().width) : [{ maxBitrate: MICROPHONE_BITRATE }];
    const codec = codecOf[source];
    this.description = { stream: firstStream[source], layers: this.#encodings.length, source, codec };
    this.#original = track;
    this.#sent = this.#copyOf(track);
  }

  /** Whether the transform has been called. */
  get live(): boolean {
    return this.#frames.stateOf(this.#transformId).called;
  }

  /** Begins to send. @throws if the transport or the server refuses */
  async start(transport: types.Transport, device: types.Device): Promise<void> {
    const track = this.#sent;
    if (track === null) return;
    const mimeType = `${kindOf(this.source)}/${codecOf[this.source]}`;
    const codec = device.sendRtpCapabilities.codecs?.find(
      (known) => known.mimeType.toLowerCase() === mimeType,
    );
    const producer = await transport.produce({
      track,
      stopTracks: false,
      disableTrackOnPause: false,
      zeroRtpOnPause: false,
      encodings: this.#encodings,
      ...(codec !== undefined && { codec }),
      ...(this.source === "microphone" && { codecOptions: { opusStereo: false, opusDtx: false } }),
      onRtpSender: (sender) => {
        this.#attach(sender);
      },
      appData: { stream: this.description.stream },
    });
    this.#producer = producer;
    // Both can have happened while the server was asked.
    if (this.#closed) this.close();
    else if (this.#sent !== track) await producer.replaceTrack({ track: this.#sent });
  }

  /** Says that packets can flow: from now on the transform has some time to be called. */
  connected(): void {
    this.#flowsSince ??= performance.now();
  }

  /** Sends another track, or nothing. */
  async replaceTrack(track: MediaStreamTrack | null): Promise<void> {
    if (track === this.#original) return;
    const old = this.#sent;
    this.#original = track;
    this.#sent = track === null ? null : this.#copyOf(track);
    if (this.#flowsSince !== undefined) this.#flowsSince = performance.now();
    // Off at once, whatever the browser's answer: a camera's light goes out with its last copy.
    old?.stop();
    await this.#producer?.replaceTrack({ track: this.#sent });
  }

  /** Mutes (silence goes on being sent, at the same size) or unmutes. */
  setEnabled(enabled: boolean): void {
    this.#enabled = enabled;
    this.#open();
  }

  /** Looks whether frames go through the transform. To be called about once a second. */
  async check(): Promise<void> {
    const producer = this.#producer;
    if (this.#closed || producer === undefined || producer.closed) return;
    const sender = producer.rtpSender;
    if (sender === undefined) return;
    const progress = sendProgress(await sender.getStats(), kindOf(this.source));
    if (this.#isOver()) return;
    const isSending = this.#sent?.readyState === "live" && !this.#sent.muted && progress.hasSource;
    const { report } = this.#frames.stateOf(this.#transformId);
    const { watch, verdict } = look(this.#watch, {
      at: performance.now(),
      called: this.live,
      expectedSince: isSending ? this.#flowsSince : undefined,
      encoded: progress.encoded,
      transformed: report?.framesIn ?? 0,
      workerHeardAt: this.#frames.heardAt,
    });
    this.#watch = watch;
    if (verdict !== "safe") this.#stop(verdict);
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

  #attach(sender: RTCRtpSender): void {
    const { stream, layers } = this.description;
    const codec = codecOf[this.source];
    this.#frames.attach(
      sender,
      { direction: "send", transformId: this.#transformId, codec, stream, layers },
      {
        wantKeyFrame: () => {
          // A sender that has closed meanwhile has no use for one.
          if (this.source === "camera") requestOwnKeyFrame(sender).catch(() => undefined);
        },
        called: () => {
          if (this.#closed) return;
          this.#open();
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
