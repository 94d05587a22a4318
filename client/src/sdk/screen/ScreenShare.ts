import type { Source } from "../streams.ts";
import { captureDisplay, framerateOf, hintOf } from "./captureDisplay.ts";
import { type FrozenPicture, freeze } from "./freeze.ts";

/** What the shared picture is made for: `text` stays sharp at few pictures a second, `video` stays fluid. */
export type ScreenMotion = "text" | "auto" | "video";

/** How to share. */
export interface ScreenOptions {
  readonly motion: ScreenMotion;
  /** Whether the sound of the tab or the system is wanted too. The person may still deny it. */
  readonly audio: boolean;
}

/** Sharing one's own screen. All methods may be called in any phase; after leaving they do nothing. */
export interface ScreenFacet {
  /**
   * Lets the person choose what to share and shares it; while something is shared, that is switched to without a break.
   * @throws DOMException `NotAllowedError` if the person chose nothing
   */
  start(options: ScreenOptions): Promise<void>;
  /** Shares tracks that are open already. The call stops them when the share ends. */
  startTracks(video: MediaStreamTrack, audio: MediaStreamTrack | null): Promise<void>;
  /** Shares the same surface for another purpose, in a new stream; nothing if nothing is shared. */
  setMotion(motion: ScreenMotion): Promise<void>;
  /** Ends the share. Nothing else that is sent is touched. */
  stop(): Promise<void>;
  /** Lets the last picture stand still, and the sound be silent, until `pause(false)`. */
  pause(on: boolean): Promise<void>;
}

/** Has the call send a track, or nothing, as a source. */
export type SetTrack = (source: Source, track: MediaStreamTrack | null, on: boolean) => Promise<void>;

/** One share at a time: a picture and perhaps a sound, given to the call as two sources. */
export class ScreenShare implements ScreenFacet {
  readonly #setTrack: SetTrack;
  #video: MediaStreamTrack | undefined;
  #audio: MediaStreamTrack | null = null;
  #frozen: FrozenPicture | undefined;

  constructor(setTrack: SetTrack) {
    this.#setTrack = setTrack;
  }

  /** Whether the picture stands still. */
  get paused(): boolean {
    return this.#frozen !== undefined;
  }

  async start({ motion, audio }: ScreenOptions): Promise<void> {
    const captured = await captureDisplay(audio, motion);
    await this.startTracks(captured.video, captured.audio);
  }

  async startTracks(video: MediaStreamTrack, audio: MediaStreamTrack | null): Promise<void> {
    const before = [this.#video, this.#audio];
    // What it is made for decides how it is encoded: another purpose is another stream.
    if (this.#video !== undefined && this.#video.contentHint !== video.contentHint) await this.stop();
    this.#thaw();
    this.#video = video;
    this.#audio = audio;
    if (audio !== null && audio.contentHint === "") audio.contentHint = "music";
    // The browser's own "stop sharing", or the shared window was closed.
    video.addEventListener("ended", () => {
      if (this.#video === video) void this.stop();
    });
    await this.#setTrack("screen", video, true);
    await this.#setTrack("screen-audio", audio, audio !== null);
    for (const track of before) if (track !== video && track !== audio) track?.stop();
  }

  async setMotion(motion: ScreenMotion): Promise<void> {
    const video = this.#video;
    if (video === undefined || video.contentHint === hintOf[motion]) return;
    const { paused } = this;
    const next = video.clone();
    next.contentHint = hintOf[motion];
    // A surface that cannot be asked for fewer or more pictures is sent as it comes.
    await next.applyConstraints({ frameRate: { max: framerateOf[motion] } }).catch(() => undefined);
    if (this.#video !== video) {
      next.stop();
      return;
    }
    await this.startTracks(next, this.#audio?.clone() ?? null);
    await this.pause(paused);
  }

  async stop(): Promise<void> {
    this.close();
    await this.#setTrack("screen", null, false);
    await this.#setTrack("screen-audio", null, false);
  }

  async pause(on: boolean): Promise<void> {
    const video = this.#video;
    if (video === undefined || on === this.paused) return;
    if (on) {
      const frozen = await freeze(video);
      // Stopped or switched while the picture was being taken.
      if (this.#video !== video || this.paused) {
        frozen.stop();
        return;
      }
      this.#frozen = frozen;
      if (this.#audio !== null) this.#audio.enabled = false;
      await this.#setTrack("screen", frozen.track, true);
    } else {
      this.#thaw();
      if (this.#audio !== null) this.#audio.enabled = true;
      await this.#setTrack("screen", video, true);
    }
  }

  /** Ends it without a word: the call is over, or what was sent of it has been stopped. */
  close(): void {
    const ended = [this.#video, this.#audio];
    this.#video = undefined;
    this.#audio = null;
    this.#thaw();
    for (const track of ended) track?.stop();
  }

  #thaw(): void {
    this.#frozen?.stop();
    this.#frozen = undefined;
  }
}
