/** What happened to a stream between two counts. Pure. */
import type { StreamCounters } from "./counters.ts";

export interface StreamRates {
  /** Bit/s of media, without packet headers. */
  readonly bitrate: number;
  /** Pictures per second. */
  readonly framerate?: number;
  /** Pixels of the last picture. */
  readonly width?: number;
  readonly height?: number;
  /** Share of the packets that were lost, 0..1. */
  readonly loss: number;
  readonly jitterMs?: number;
  readonly roundTripMs?: number;
}

/** @param before an earlier count of the same stream */
export function ratesBetween(before: StreamCounters, now: StreamCounters): StreamRates {
  const seconds = Math.max(0.001, (now.at - before.at) / 1_000);
  // Counters start over when a sender's layers do.
  const since = (after: number, earlier: number): number => Math.max(0, after - earlier);
  const lost = since(now.lost, before.lost);
  const expected = since(now.packets, before.packets) + lost;
  const framerate = now.frames === undefined ? undefined : since(now.frames, before.frames ?? 0) / seconds;
  return {
    bitrate: Math.round((8 * since(now.bytes, before.bytes)) / seconds),
    loss: now.remoteLoss ?? (expected === 0 ? 0 : lost / expected),
    ...(framerate !== undefined && { framerate: Math.round(framerate) }),
    ...(now.width !== undefined && { width: now.width }),
    ...(now.height !== undefined && { height: now.height }),
    ...(now.jitter !== undefined && { jitterMs: Math.round(now.jitter * 1_000) }),
    ...(now.roundTrip !== undefined && { roundTripMs: Math.round(now.roundTrip * 1_000) }),
  };
}

/** How loud a sound was on average between two counts: root mean square, 0..1; undefined if the browser cannot say. */
export function loudnessBetween(before: StreamCounters, now: StreamCounters): number | undefined {
  if (now.energy === undefined || now.seconds === undefined) return undefined;
  const seconds = now.seconds - (before.seconds ?? 0);
  if (seconds <= 0) return 0;
  return Math.sqrt(Math.max(0, now.energy - (before.energy ?? 0)) / seconds);
}
