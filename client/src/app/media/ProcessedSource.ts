import type { TrackProcessor } from "../../processors/index.ts";
import type { Background } from "../state/background.ts";
import { EffectFailed } from "../state/deviceError.ts";
import type { CaptureKind } from "./deviceList.ts";
import type { CaptureSource } from "./LocalDevices.ts";

/** What the person wants of the next opening of a device. */
export interface CaptureWishes {
  /** Small pictures. */
  lowData: boolean;
  /** What stands behind the person. */
  background: Background;
  /** Noise is taken out of speech. */
  noise: boolean;
}

/** The wishes among the choices. */
export function captureWishes({ lowData, background, noise }: CaptureWishes): CaptureWishes {
  return { lowData, background, noise };
}

/** Fetches and makes what changes a track; each for one track. */
export type MakeProcessor = (kind: CaptureKind, background: Background) => Promise<TrackProcessor>;

/** The devices' own tracks, by the tracks that were made of them. */
const deviceTracks = new WeakMap<MediaStreamTrack, MediaStreamTrack>();

/** The track as the device gave it. */
export function deviceTrackOf(track: MediaStreamTrack): MediaStreamTrack {
  return deviceTracks.get(track) ?? track;
}

/**
 * Gives tracks with what the person wants done to them, and never without: a camera whose background could not be
 * changed is not opened. Speech is given as it is where noise could not be taken out of it.
 */
export class ProcessedSource implements CaptureSource {
  readonly #source: CaptureSource;
  readonly #wishes: CaptureWishes;
  readonly #make: MakeProcessor;

  constructor(source: CaptureSource, wishes: CaptureWishes, make: MakeProcessor) {
    this.#source = source;
    this.#wishes = wishes;
    this.#make = make;
  }

  /** As the browser's; rejects with {@link EffectFailed} where a picture could not be changed. */
  async getUserMedia(constraints?: MediaStreamConstraints): Promise<MediaStream> {
    const stream = await this.#source.getUserMedia(constraints);
    const wishes = captureWishes(this.#wishes);
    const opened = stream.getTracks();
    if (!opened.some(({ kind }) => isChanged(kind, wishes))) return stream;
    try {
      return new MediaStream(await Promise.all(opened.map((track) => this.#process(track, wishes))));
    } catch (cause) {
      for (const track of opened) track.stop();
      throw new EffectFailed({ cause });
    }
  }

  enumerateDevices(): Promise<MediaDeviceInfo[]> {
    return this.#source.enumerateDevices();
  }

  addEventListener(type: string, listener: EventListener): void {
    this.#source.addEventListener(type, listener);
  }

  removeEventListener(type: string, listener: EventListener): void {
    this.#source.removeEventListener(type, listener);
  }

  async #process(track: MediaStreamTrack, wishes: CaptureWishes): Promise<MediaStreamTrack> {
    if (!isChanged(track.kind, wishes)) return track;
    const { background } = wishes;
    if (track.kind === "video") return this.#begin("camera", track, background);
    return this.#begin("microphone", track, background).catch(() => track);
  }

  async #begin(
    kind: CaptureKind,
    track: MediaStreamTrack,
    background: Background,
  ): Promise<MediaStreamTrack> {
    const processor = await this.#make(kind, background);
    return bind(await processor.start(track), track, processor);
  }
}

function isChanged(kind: string, { background, noise }: CaptureWishes): boolean {
  return kind === "video" ? background !== "none" : noise;
}

/** What was made of a device's track ends with it, and the device goes out when it is stopped. */
function bind(made: MediaStreamTrack, device: MediaStreamTrack, processor: TrackProcessor): MediaStreamTrack {
  deviceTracks.set(made, device);
  const stopMade = made.stop.bind(made);
  let isStopped = false;
  made.stop = () => {
    // The processor stops its track too.
    if (isStopped) return;
    isStopped = true;
    stopMade();
    processor.stop();
    device.stop();
  };
  // Which device it is, and how large its pictures are.
  made.getSettings = () => device.getSettings();
  device.addEventListener("ended", () => {
    made.stop();
    made.dispatchEvent(new Event("ended"));
  });
  return made;
}
