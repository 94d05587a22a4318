/** What can be sent, as members describe it to each other. */
export type SourceName = "microphone" | "camera" | "screen";

/** One layer of a picture. */
export interface LayerProfile {
  /** Bit/s on average. */
  readonly bitrate: number;
}

/** How a source is sent: the client's own tables, in numbers that a generator can follow. */
export interface Profile {
  readonly source: SourceName;
  readonly kind: "audio" | "video";
  /** Number of the first layer's stream. */
  readonly stream: number;
  readonly codec: "opus" | "vp8";
  readonly framesPerSecond: number;
  readonly layers: readonly LayerProfile[];
  /** How many times larger than the others a key frame is, and how often one comes unasked, s. */
  readonly keyFrameSize: number;
  readonly keyFrameEvery: number;
  /** Share of the frames in which something moves; the others are nearly empty. */
  readonly motion: number;
}

export const profiles: Readonly<Record<SourceName, Profile>> = {
  // Constant bitrate, 20 ms a frame: 80 bytes.
  microphone: {
    ...{ source: "microphone", kind: "audio", stream: 0, codec: "opus", framesPerSecond: 50 },
    ...{ layers: [{ bitrate: 32_000 }], keyFrameSize: 1, keyFrameEvery: Infinity, motion: 1 },
  },
  // 720p in three layers.
  camera: {
    ...{ source: "camera", kind: "video", stream: 1, codec: "vp8", framesPerSecond: 30 },
    layers: [{ bitrate: 150_000 }, { bitrate: 500_000 }, { bitrate: 1_700_000 }],
    ...{ keyFrameSize: 8, keyFrameEvery: 100, motion: 1 },
  },
  // Slides and text: much at once when a page turns, nearly nothing in between.
  screen: {
    ...{ source: "screen", kind: "video", stream: 5, codec: "vp8", framesPerSecond: 15 },
    ...{ layers: [{ bitrate: 2_500_000 }], keyFrameSize: 12, keyFrameEvery: 100, motion: 0.25 },
  },
};

/** Below this many bit/s a screen is slides that stand still for most of the time. */
const SLIDES_BELOW = 1_000_000;
const SLIDES_PER_SECOND = 5;

/** How a source is sent, a screen with this many bit/s. */
export function profileOf(source: SourceName, screenBitrate: number): Profile {
  const profile = profiles[source];
  if (source !== "screen") return profile;
  const framesPerSecond = screenBitrate < SLIDES_BELOW ? SLIDES_PER_SECOND : profile.framesPerSecond;
  return { ...profile, framesPerSecond, layers: [{ bitrate: screenBitrate }] };
}

/** Bytes of a frame in which nothing moves. */
const STILL_BYTES = 90;

/**
 * Bytes of the next frame.
 * @param random 0 to 1
 */
export function frameSize(profile: Profile, layer: number, isKey: boolean, random: number): number {
  const bitrate = profile.layers[layer]?.bitrate ?? 0;
  const mean = bitrate / 8 / profile.framesPerSecond;
  if (profile.kind === "audio") return Math.round(mean);
  if (isKey) return Math.round(mean * profile.keyFrameSize);
  const moving = random < profile.motion;
  if (!moving) return STILL_BYTES;
  // From half to one and a half of the mean, whatever the share that moves.
  return Math.round((mean / profile.motion) * (0.5 + random / profile.motion));
}
