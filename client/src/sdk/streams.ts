/** Which stream numbers this client's own sources take, and how they are encoded. */

import type { StreamDescription } from "@sotto/keyserver-protocol/member";

/** Sources that this version sends. */
export type Source = "microphone" | "camera";

/** First stream number of each source; layers take the following ones. Said to others in a sealed message. */
export const firstStream: Readonly<Record<Source, number>> = { microphone: 0, camera: 1 };

/** The kind of track a source needs. */
export function kindOf(source: StreamDescription["source"]): "audio" | "video" {
  return source === "microphone" || source === "screen-audio" ? "audio" : "video";
}

/** Whether this version sends and shows a source. */
export function isSource(source: StreamDescription["source"]): source is Source {
  return source === "microphone" || source === "camera";
}

/** Bit/s that an Opus frame stream of speech needs at constant bitrate. */
export const MICROPHONE_BITRATE = 32_000;

/** Simulcast layers by the camera's width in pixels: a small picture has no room for smaller copies. */
const layersByWidth: readonly {
  readonly from: number;
  readonly encodings: readonly RTCRtpEncodingParameters[];
}[] = [
  {
    from: 960,
    encodings: [
      { scaleResolutionDownBy: 4, maxBitrate: 150_000 },
      { scaleResolutionDownBy: 2, maxBitrate: 500_000 },
      { scaleResolutionDownBy: 1, maxBitrate: 1_700_000 },
    ],
  },
  {
    from: 480,
    encodings: [
      { scaleResolutionDownBy: 2, maxBitrate: 150_000 },
      { scaleResolutionDownBy: 1, maxBitrate: 600_000 },
    ],
  },
  { from: 0, encodings: [{ maxBitrate: 300_000 }] },
];

/** Encodings for a camera of this width in pixels, smallest first. */
export function cameraEncodings(width: number | undefined): RTCRtpEncodingParameters[] {
  const row = layersByWidth.find(({ from }) => (width ?? 0) >= from) ?? layersByWidth.at(-1);
  return (row?.encodings ?? []).map((encoding) => ({ ...encoding }));
}
