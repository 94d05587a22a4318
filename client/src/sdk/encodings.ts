/** How each source is encoded: pure tables of layers, bit rates and options. */
import type { types } from "mediasoup-client";
import type { Codec } from "../workers/carrier/index.ts";
import type { LayeredEncoding } from "./browsers/index.ts";
import { kindOf, type Source } from "./streams.ts";

/** Video codecs that can be asked for. */
export type VideoCodec = Exclude<Codec, "opus">;

/** The codec of pictures where nobody asks for another: every browser has it, and it has layers. */
export const DEFAULT_VIDEO_CODEC: VideoCodec = "vp8";

/** How a stream is to be sent. */
export interface SendPlan {
  readonly codec: Codec;
  /** Smallest layer first. One for a codec whose layers travel in one stream. */
  readonly encodings: readonly LayeredEncoding[];
  readonly codecOptions: types.ProducerCodecOptions;
  /** What gives way when the bandwidth is short. */
  readonly degradation: "balanced" | "maintain-resolution" | "maintain-framerate";
}

/** Bit/s that an Opus frame stream of speech needs at constant bitrate. */
const SPEECH_BITRATE = 32_000;
/** Opus frames in a second, as browsers make them. */
const SOUND_FRAMES = 50;
/** How much longer than the mean a frame gets where the bitrate is not constant: Firefox's are 1.3 times as long. */
const SOUND_PEAK = 2;
/** Bit/s of a shared tab's or system's sound: music in stereo. */
const MUSIC_BITRATE = 96_000;
/** Kilobit/s that pictures begin with before the bandwidth is known. A screen begins with a whole page of text. */
const START_KBPS = { camera: 1_000, screen: 2_000 };

/** A layer: how many times smaller than the source in each direction, and its bit/s. */
interface Layer {
  readonly scale: number;
  readonly bitrate: number;
}

/** Camera layers by width in pixels: a small picture has no room for smaller copies. */
const cameraLayers: readonly { readonly from: number; readonly layers: readonly Layer[] }[] = [
  {
    from: 960,
    layers: [
      { scale: 4, bitrate: 150_000 },
      { scale: 2, bitrate: 500_000 },
      { scale: 1, bitrate: 1_700_000 },
    ],
  },
  {
    from: 480,
    layers: [
      { scale: 2, bitrate: 150_000 },
      { scale: 1, bitrate: 600_000 },
    ],
  },
  { from: 0, layers: [{ scale: 1, bitrate: 300_000 }] },
];

/** What a shared screen is made for; the track's content hint says which. */
interface ScreenMode {
  readonly layers: readonly Layer[];
  /** Pictures per second; text that nobody scrolls needs few. */
  readonly framerate: number;
  readonly degradation: SendPlan["degradation"];
}
/** With all that is added on the way below 3 Mbit/s, of which a page of small print takes a second. */
const TEXT: ScreenMode = {
  layers: [{ scale: 1, bitrate: 2_800_000 }],
  framerate: 15,
  degradation: "maintain-resolution",
};
const MIXED: ScreenMode = { ...TEXT, framerate: 20 };
const MOTION: ScreenMode = {
  layers: [
    { scale: 2, bitrate: 600_000 },
    { scale: 1, bitrate: 3_000_000 },
  ],
  framerate: 30,
  degradation: "maintain-framerate",
};

/** A length that no sound frame of this source exceeds, whatever is heard, bytes. */
export function longestSoundFrame(source: Source): number {
  const bitrate = source === "microphone" ? SPEECH_BITRATE : MUSIC_BITRATE;
  return (SOUND_PEAK * bitrate) / 8 / SOUND_FRAMES;
}

/** What a plan needs to know of a track. */
export interface PlannedTrack {
  /** Pixels; undefined if the track does not say. */
  readonly width: number | undefined;
  readonly contentHint: string;
}

/**
 * How to send a source. Simulcast for VP8 and H264, one stream with all layers for VP9, one layer for AV1, which the
 * forwarding server cannot split.
 */
export function planSending(source: Source, track: PlannedTrack, wanted: VideoCodec): SendPlan {
  if (kindOf(source) === "audio") return source === "microphone" ? speech() : music();
  const { layers, framerate, degradation } =
    source === "camera" ? cameraMode(track.width) : screenMode(track);
  return {
    codec: wanted,
    encodings: encodingsOf(layers, wanted).map((encoding) => ({
      ...encoding,
      ...(framerate !== undefined && { maxFramerate: framerate }),
    })),
    codecOptions: { videoGoogleStartBitrate: START_KBPS[source === "camera" ? "camera" : "screen"] },
    degradation,
  };
}

/** Lost sound is repaired from the next frame (in-band FEC): that copy is inside the ciphertext, at the same size. */
function speech(): SendPlan {
  return {
    codec: "opus",
    encodings: [{ maxBitrate: SPEECH_BITRATE }],
    codecOptions: { opusStereo: false, opusDtx: false, opusFec: true },
    degradation: "balanced",
  };
}

function music(): SendPlan {
  return {
    codec: "opus",
    encodings: [{ maxBitrate: MUSIC_BITRATE }],
    codecOptions: {
      opusStereo: true,
      opusDtx: false,
      opusFec: true,
      opusMaxAverageBitrate: MUSIC_BITRATE,
    },
    degradation: "balanced",
  };
}

function cameraMode(width: number | undefined): Omit<ScreenMode, "framerate"> & { framerate?: number } {
  const row = cameraLayers.find(({ from }) => (width ?? 0) >= from) ?? cameraLayers.at(-1);
  return { layers: row?.layers ?? [], degradation: "balanced" };
}

function screenMode({ contentHint }: PlannedTrack): ScreenMode {
  if (contentHint === "motion") return MOTION;
  return contentHint === "text" || contentHint === "detail" ? TEXT : MIXED;
}

function encodingsOf(layers: readonly Layer[], codec: VideoCodec): LayeredEncoding[] {
  const top = layers.at(-1)?.bitrate ?? 0;
  switch (codec) {
    case "vp8":
      return layers.map((layer) => ({ ...encodingOf(layer), scalabilityMode: "L1T3" }));
    case "h264":
      return layers.map(encodingOf);
    case "vp9": {
      const count = layers.length;
      return [{ maxBitrate: top, scalabilityMode: count === 1 ? "L1T3" : `L${count}T3_KEY` }];
    }
    case "av1":
      // Without a scalability mode Chromium sends no dependency descriptor, and the server finds no key frame.
      return [{ maxBitrate: top, scalabilityMode: "L1T3" }];
  }
}

function encodingOf({ scale, bitrate }: Layer): RTCRtpEncodingParameters {
  return { scaleResolutionDownBy: scale, maxBitrate: bitrate };
}
