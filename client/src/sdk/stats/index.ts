/** What is measured of the streams: figures for those who want to see them, who speaks, how well people come through. */
export { LISTEN_MS, Meters, type MeteredStream } from "./Meters.ts";
export { type Quality } from "./quality.ts";
export { type StatsFacet, StatsFeed, type StreamStats } from "./StatsFeed.ts";
