import type { JoinOptions } from "./Call.ts";
import { DEFAULT_VIDEO_CODEC, type VideoCodec } from "./encodings.ts";
import type { MediaPlane } from "./MediaPlane.ts";
import type { MediaView } from "./people.ts";
import { SdkError } from "./SdkError.ts";
import { type Source, sources } from "./streams.ts";
import type { OwnStreamEvents } from "./OwnStream.ts";

/** One of the person's own sources. */
interface OwnTrack {
  track: MediaStreamTrack | null;
  /** Whether the person wants to be heard or seen. */
  on: boolean;
  /** Stopped because it was not safe; until there is another track. */
  stopped: boolean;
}

/** What the call hears of its own sources. */
export interface OwnSourcesEvents {
  /** A source is not sent any more, and is not to be spoken of. */
  readonly withdrawn: (source: Source) => void;
  /** A codec that cannot be encrypted from here was asked for; nothing is sent of the source. */
  readonly refusedCodec: (source: Source, codec: VideoCodec) => void;
  readonly changed: () => void;
}

/** How a call was asked to send. */
export type OwnSourcesOptions = Pick<JoinOptions, "codec" | "padVideo" | "receiveOnly">;

/** What the person has to send, whether or not a media plane is there to send it. Outlives media planes. */
export class OwnSources {
  readonly #codec: VideoCodec;
  readonly #padVideo: boolean;
  readonly #events: OwnSourcesEvents;
  readonly #own: Record<Source, OwnTrack>;
  #media: MediaPlane | undefined;
  #isHalted = false;

  constructor(
    first: { readonly microphone: MediaStreamTrack | null; readonly camera: MediaStreamTrack | null },
    { codec = DEFAULT_VIDEO_CODEC, padVideo = false, receiveOnly = false }: OwnSourcesOptions,
    events: OwnSourcesEvents,
  ) {
    this.#codec = codec;
    this.#padVideo = padVideo;
    this.#events = events;
    const own = (track: MediaStreamTrack | null): OwnTrack => ({
      track,
      on: track?.enabled === true,
      stopped: false,
    });
    this.#own = {
      microphone: own(first.microphone),
      camera: own(first.camera),
      screen: own(null),
      "screen-audio": own(null),
    };
    for (const source of ["microphone", "camera"] as const) this.#follow(source, this.#own[source].track);
    if (receiveOnly) {
      this.#isHalted = true;
      this.stop();
      for (const source of sources) this.#own[source] = own(null);
    }
  }

  /** Sends all there is over a media plane from now on; or over none. @throws if the server refuses */
  async sendOver(media: MediaPlane | undefined): Promise<void> {
    this.#media = media;
    if (media === undefined) return;
    await Promise.all(sources.map((source) => this.#send(source).catch(unlessRefusedCodec)));
  }

  /** Whether the person wants to be heard or seen and could be. */
  isOn(source: Source): boolean {
    const { track, on } = this.#own[source];
    return on && track !== null;
  }

  /** Whether the person wants it, be there a track or not. */
  isWanted(source: Source): boolean {
    return this.#own[source].on;
  }

  /** What is shown of it to the person. */
  view(source: Source): MediaView {
    const { track, stopped } = this.#own[source];
    const live = this.#media?.own.get(source)?.live === true;
    return { track: track ?? undefined, state: stopped ? "stopped" : live ? "live" : "waiting-key" };
  }

  /**
   * Sends another track as a source, or nothing. The track it replaces is stopped, except a screen's: who shares it
   * may go back to it.
   * @throws SdkError `codec/unsupported`, or if the server refuses
   */
  async setTrack(source: Source, track: MediaStreamTrack | null, on: boolean): Promise<void> {
    if (this.#isHalted) {
      track?.stop();
      return;
    }
    const own = this.#own[source];
    const old = own.track;
    // Another device is another chance; the watchdog looks at it as at the first.
    Object.assign(own, { track, on, stopped: false });
    if (!isScreen(source)) this.#follow(source, track);
    if (old !== track && !isScreen(source)) old?.stop();
    this.#events.changed();
    await this.#send(source);
    this.#events.changed();
  }

  /** Mutes or unmutes what is sent. */
  setOn(source: Source, on: boolean): void {
    this.#own[source].on = on;
    this.#media?.own.get(source)?.setEnabled(on);
    this.#events.changed();
  }

  /** Sources that there is a track of. */
  get present(): readonly Source[] {
    return sources.filter((source) => this.#own[source].track !== null);
  }

  /** Takes note that a source was stopped because its frames may not have been encrypted. */
  unsafe(source: Source): void {
    const own = this.#own[source];
    own.track?.stop();
    Object.assign(own, { track: null, stopped: true, ...(source !== "microphone" && { on: false }) });
    this.#events.withdrawn(source);
    this.#events.changed();
  }

  /** Stops everything for good, because it is not safe to send: no other track is taken. */
  halt(): void {
    this.#isHalted = true;
    for (const source of sources) {
      const own = this.#own[source];
      own.track?.stop();
      Object.assign(own, { track: null, on: false });
      this.#media?.stopSending(source);
      this.#events.withdrawn(source);
    }
  }

  /** Stops all tracks. */
  stop(): void {
    for (const { track } of Object.values(this.#own)) track?.stop();
  }

  /** A device that was unplugged, or whose permission was taken back, has nothing more to send. */
  #follow(source: Source, track: MediaStreamTrack | null): void {
    track?.addEventListener("ended", () => {
      if (this.#own[source].track !== track) return;
      // Refused only by a server that has gone: the next connection is told nothing of it.
      this.setTrack(source, null, source === "microphone" && this.#own[source].on).catch(() => undefined);
    });
  }

  /** Has the media plane send what there is of a source. */
  async #send(source: Source): Promise<void> {
    const { track, on } = this.#own[source];
    const isUsable = track?.readyState === "live";
    const media = this.#media;
    const videoCodec = this.#codec;
    // A screen that is not shared is not spoken of; a camera that is off keeps its stream.
    if (!isUsable && isScreen(source)) this.#events.withdrawn(source);
    try {
      await media?.sendTrack(
        source,
        isUsable ? { track, enabled: on, videoCodec, padVideo: this.#padVideo } : null,
      );
    } catch (error) {
      if (isRefusedCodec(error)) this.#refuse(source);
      // With the connection gone, the next one sends it.
      if (media === this.#media) throw error;
    }
  }

  #refuse(source: Source): void {
    const own = this.#own[source];
    own.track?.stop();
    Object.assign(own, { track: null, on: false });
    this.#events.withdrawn(source);
    this.#events.refusedCodec(source, this.#codec);
    this.#events.changed();
  }
}

/** Why an own stream was stopped. */
export type UnsafeReason = Parameters<OwnStreamEvents["unsafe"]>[0];

function isScreen(source: Source): boolean {
  return source === "screen" || source === "screen-audio";
}

function isRefusedCodec(error: unknown): boolean {
  return error instanceof SdkError && error.code === "codec/unsupported";
}

/** The person has been told; the rest of the call goes on. @throws anything else */
function unlessRefusedCodec(error: unknown): void {
  if (!isRefusedCodec(error)) throw error;
}
