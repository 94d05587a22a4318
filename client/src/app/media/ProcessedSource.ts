import type { TrackProcessor } from "../../processors/index.ts";
import { EffectFailed } from "../state/deviceError.ts";
import type { CaptureKind } from "./deviceList.ts";
import type { CaptureSource } from "./LocalDevices.ts";

/** What the person wants of the next opening of a device. */
export interface CaptureWishes {
  /** Small pictures. */
  lowData: boolean;
  /** The room behind the person is blurred. */
  blur: boolean;
  /** Noise is taken out of speech. */
  noise: boolean;
}

/** The wishes among the choices. */
export function captureWishes({ lowData, blur, noise }: CaptureWishes): CaptureWishes {
  return { lowData, blur, noise };
}

/** Fetches and makes what changes a track; each for one track. */
export type MakeProcessor = (kind: CaptureKind) => Promise<TrackProcessor>;

/** The devices' own tracks, by the tracks that were made of them. */
const deviceTracks = new WeakMap<MediaStreamTrack, MediaStreamTrack>();

/** The track as the device gave it. */
export function deviceTrackOf(track: MediaStreamTrack): MediaStreamTrack {
  return deviceTracks.get(track) ?? track;
}

/**
 * Gives tracks with what the person wants done to them, and never without: a camera whose background could not be
 * blurred is not opened. Speech is given as it is where noise could not be taken out of it.
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
    const { blur, noise } = this.#wishes;
    const opened = stream.getTracks();
    if (!opened.some(({ kind }) => (kind === "video" ? blur : noise))) return stream;
    try {
      return new MediaStream(await Promise.all(opened.map((track) => this.#process(track, blur, noise))));
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

  async #process(track: MediaStreamTrack, blur: boolean, noise: boolean): Promise<MediaStreamTrack> {
    if (track.kind === "video") return blur ? this.#begin("camera", track) : track;
    return noise ? this.#begin("microphone", track).catch(() => track) : track;
  }

  async #begin(kind: CaptureKind, track: MediaStreamTrack): Promise<MediaStreamTrack> {
    const processor = await this.#make(kind);
    return bind(await processor.start(track), track, processor);
  }
}

/** What was made of a device's track ends with it, and the device goes out when it is stopped. */
function bind(made: MediaStreamTrack, device: MediaStreamTrack, processor: TrackProcessor): MediaStreamTrack {
  deviceTracks.set(made, device);
  const stopMade = made.stop.bind(made);
  made.stop = () => {
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
