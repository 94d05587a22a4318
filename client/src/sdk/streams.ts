/** Which stream numbers this client's own sources take. */

import type { StreamDescription } from "@sotto/keyserver-protocol/member";

/** What can be sent. */
export type Source = StreamDescription["source"];

/** All sources, in the order in which they are begun. */
export const sources = [
  "microphone",
  "camera",
  "screen",
  "screen-audio",
] as const satisfies readonly Source[];

/** First stream number of each source; layers take the following ones. Said to others in a sealed message. */
export const firstStream: Readonly<Record<Source, number>> = {
  microphone: 0,
  camera: 1,
  screen: 5,
  "screen-audio": 9,
};

/** The kind of track a source needs. */
export function kindOf(source: Source): "audio" | "video" {
  return source === "microphone" || source === "screen-audio" ? "audio" : "video";
}
