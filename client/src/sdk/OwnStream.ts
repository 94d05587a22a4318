import type { types } from "mediasoup-client";
import type { Codec } from "../workers/carrier/index.ts";
import { requestOwnKeyFrame } from "./browsers/index.ts";
import type { FrameWorker } from "./FrameWorker.ts";
import { cameraEncodings, firstStream, MICROPHONE_BITRATE, type Source } from "./streams.ts";
import { FIRST_CALL_MS, look, type SendSample, type SendWatch, watchFrom } from "./watchdog.ts";

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
 * One stream that is being sent. Its track stays disabled (silence, black) until the transform has been called, and
 * is stopped as soon as the transform may have ceased.
 */
export class OwnStream {
  readonly source: Source;
  /** Consecutive stream numbers that it takes. */
  readonly layers: number;
  readonly codec: Codec;
  readonly #transformId = `send-${nextTransform++}`;
  readonly #frames: FrameWorker;
  readonly #events: OwnStreamEvents;
  readonly #encodings: RTCRtpEncodingParameters[];
  #producer: types.Producer | undefined;
  #track: MediaStreamTrack | null;
  #enabled: boolean;
  #flowsSince: number | undefined;
  #watch: SendWatch | undefined;
  #closed = false;

  constructor(
    source: Source,
    track: MediaStreamTrack,
    enabled: boolean,
    frames: FrameWorker,
    events: OwnStreamEvents,
  ) {
    this.source = source;
    this.codec = codecOf[source];
    this.#track = track;
    this.#enabled = enabled;
    this.#frames = frames;
    this.#events = events;
    this.#encodings = source === "camera" ? cameraEncodings(track.getSettings().width) : [];
    this.layers = Math.max(1, this.#encodings.length);
    track.enabled = false;
  }

  /** Whether the transform has been called. */
  get live(): boolean {
    return this.#frames.stateOf(this.#transformId).called;
  }

  /** Begins to send. @throws if the transport or the server refuses */
  async start(transport: types.Transport, device: types.Device): Promise<void> {
    if (this.#track === null) return;
    const producer = await transport.produce({
      track: this.#track,
      stopTracks: false,
      disableTrackOnPause: false,
      zeroRtpOnPause: false,
      ...this.#encoding(device),
      onRtpSender: (sender) => {
        this.#frames.attach(
          sender,
          {
            direction: "send",
            transformId: this.#transformId,
            codec: this.codec,
            stream: firstStream[this.source],
            layers: this.layers,
          },
          {
            wantKeyFrame: () => {
              // A sender that has closed meanwhile has no use for one.
              if (this.source === "camera") requestOwnKeyFrame(sender).catch(() => undefined);
            },
            called: () => {
              this.#letThrough();
            },
          },
        );
      },
      appData: { stream: firstStream[this.source] },
    });
    this.#producer = producer;
    if (this.#closed) this.close();
  }

  /** Says that packets can flow: from now on the transform has {@link FIRST_CALL_MS} to be called. */
  connected(): void {
    this.#flowsSince ??= performance.now();
  }

  /** Sends another track, or nothing. The old one is stopped. */
  async replaceTrack(track: MediaStreamTrack | null): Promise<void> {
    if (track === this.#track) return;
    const old = this.#track;
    this.#track = track;
    if (track !== null) track.enabled = this.live && this.#enabled;
    await this.#producer?.replaceTrack({ track });
    old?.stop();
  }

  /** Mutes (silence goes on being sent, at the same size) or unmutes. */
  setEnabled(enabled: boolean): void {
    this.#enabled = enabled;
    if (this.#track !== null) this.#track.enabled = this.live && enabled;
  }

  /** Looks whether frames go through the transform. To be called about once a second. */
  async check(): Promise<void> {
    const producer = this.#producer;
    if (this.#closed || producer === undefined || producer.closed) return;
    const now = performance.now();
    if (!this.live) {
      const waited = now - (this.#flowsSince ?? now);
      if (this.#track !== null && waited > FIRST_CALL_MS) this.#stop("transform/not-called");
      return;
    }
    const sample = await this.#sample(producer);
    if (this.#isOver()) return;
    if (this.#watch === undefined) {
      this.#watch = watchFrom(sample);
      return;
    }
    const { watch, failed } = look(this.#watch, sample);
    this.#watch = watch;
    if (failed) this.#stop("transform/stopped");
  }

  /** Ends the stream; its track goes on, for it may be sent again. */
  close(): void {
    this.#closed = true;
    this.#producer?.close();
    this.#frames.forget(this.#transformId);
  }

  /** A stream can end while its counts are being read. */
  #isOver(): boolean {
    return this.#closed;
  }

  #letThrough(): void {
    if (this.#closed) return;
    if (this.#track !== null) this.#track.enabled = this.#enabled;
    this.#events.live();
  }

  #stop(why: "transform/not-called" | "transform/stopped"): void {
    this.#track?.stop();
    this.close();
    this.#events.unsafe(why);
  }

  async #sample(producer: types.Producer): Promise<SendSample> {
    let encoded = 0;
    for (const stats of (await producer.getStats()).values() as Iterable<RTCOutboundRtpStreamStats>) {
      if (stats.type !== "outbound-rtp") continue;
      encoded += (this.source === "camera" ? stats.framesEncoded : stats.packetsSent) ?? 0;
    }
    const { report } = this.#frames.stateOf(this.#transformId);
    return {
      at: performance.now(),
      encoded,
      transformed: report?.framesIn ?? 0,
      workerHeardAt: this.#frames.heardAt,
    };
  }

  #encoding(device: types.Device): Pick<types.ProducerOptions, "encodings" | "codec" | "codecOptions"> {
    const mimeType = this.source === "camera" ? "video/vp8" : "audio/opus";
    const codec = device.recvRtpCapabilities.codecs?.find(
      (known) => known.mimeType.toLowerCase() === mimeType,
    );
    const chosen = codec === undefined ? {} : { codec };
    if (this.source === "camera") return { ...chosen, encodings: this.#encodings };
    return {
      ...chosen,
      encodings: [{ maxBitrate: MICROPHONE_BITRATE }],
      codecOptions: { opusStereo: false, opusDtx: false, opusFec: false },
    };
  }
}
