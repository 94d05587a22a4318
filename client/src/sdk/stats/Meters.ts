import type { TransformReport } from "../../workers/protocol.ts";
import { kindOf, type Source } from "../streams.ts";
import { countReceived, countSent, type StreamCounters } from "./counters.ts";
import { goodQuality, judgeQuality, type Quality, type QualitySample, type QualityTrack } from "./quality.ts";
import { hearVoice, silentVoice, type Voice } from "./speaking.ts";
import type { StatsFeed, StreamStats } from "./StatsFeed.ts";
import { StreamMeter } from "./StreamMeter.ts";

/** A stream that can be measured. */
export interface MeteredStream {
  readonly direction: "send" | "receive";
  /** Of oneself: the empty string. */
  readonly participantKey: string;
  readonly source: Source;
  readonly codec: string;
  /** Its media section of the peer connection; undefined while there is none. */
  readonly mid: string | undefined;
  readonly paused: boolean;
  readonly layer: number | undefined;
  /** Whether its sender says that it is on. */
  readonly isOn: boolean;
  readonly report: TransformReport | undefined;
}

/** How often is listened who speaks, ms: every second time everything else is measured too. */
export const LISTEN_MS = 500;

/** Measures all streams of one media plane. */
export class Meters {
  readonly #feed: StatsFeed;
  readonly #meters = new Map<string, StreamMeter>();
  /** Both by participant, oneself being the empty string. */
  readonly #voices = new Map<string, Voice>();
  readonly #qualities = new Map<string, QualityTrack>();
  #isSecondTime = false;

  constructor(feed: StatsFeed) {
    this.#feed = feed;
  }

  speaking(participantKey: string): boolean {
    return this.#voices.get(participantKey)?.speaking ?? false;
  }

  /** When somebody was last heard to speak, ms; -Infinity for never. */
  spokeAt(participantKey: string): number {
    return this.#voices.get(participantKey)?.loudAt ?? -Infinity;
  }

  /** Pictures of a received stream that were decoded so far; undefined if that is not known. */
  decoded(participantKey: string, source: Source): number | undefined {
    return this.#meters.get(idOf({ direction: "receive", source, participantKey }))?.frames;
  }

  quality(participantKey: string): Quality {
    return this.#qualities.get(participantKey)?.quality ?? "good";
  }

  /**
   * Measures once. To be called every {@link LISTEN_MS}.
   * @returns whether anybody's speaking or quality has changed
   */
  take(
    streams: readonly MeteredStream[],
    reports: { readonly sent: RTCStatsReport | undefined; readonly received: RTCStatsReport | undefined },
    now: number,
  ): boolean {
    this.#isSecondTime = !this.#isSecondTime;
    const counts = {
      send: reports.sent && countSent(reports.sent, now),
      receive: reports.received && countReceived(reports.received, now),
    };
    const present = new Set<string>();
    const figures: StreamStats[] = [];
    const samples = new Map<string, QualitySample[]>();
    let hasChanged = false;
    for (const stream of streams) {
      const id = idOf(stream);
      present.add(id);
      const counters = stream.mid === undefined ? undefined : counts[stream.direction]?.get(stream.mid);
      if (counters === undefined) continue;
      let meter = this.#meters.get(id);
      if (meter === undefined) this.#meters.set(id, (meter = new StreamMeter()));
      hasChanged = this.#listen(stream, meter, counters, now) || hasChanged;
      if (this.#isSecondTime) this.#measure(stream, meter, counters, figures, samples);
    }
    for (const id of [...this.#meters.keys()]) if (!present.has(id)) this.#meters.delete(id);
    if (!this.#isSecondTime) return hasChanged;
    if (this.#feed.wanted) this.#feed.give(figures);
    return this.#judge(samples) || hasChanged;
  }

  #listen(stream: MeteredStream, meter: StreamMeter, counters: StreamCounters, now: number): boolean {
    if (stream.source !== "microphone") return false;
    const { participantKey, isOn } = stream;
    const loudness = isOn ? (meter.loudness(counters) ?? 0) : 0;
    const before = this.#voices.get(participantKey) ?? silentVoice;
    const voice = hearVoice(before, loudness, now);
    this.#voices.set(participantKey, voice);
    return voice.speaking !== before.speaking;
  }

  #measure(
    stream: MeteredStream,
    meter: StreamMeter,
    counters: StreamCounters,
    figures: StreamStats[],
    samples: Map<string, QualitySample[]>,
  ): void {
    const rates = meter.rates(counters);
    const crypt = meter.crypt(stream.report);
    if (rates === undefined) return;
    const { participantKey, source, direction, codec, paused, layer, isOn } = stream;
    const named = { participantKey, source, direction, codec, paused };
    figures.push({ ...named, ...rates, ...crypt, ...(layer !== undefined && { layer }) });
    const list = samples.get(participantKey) ?? [];
    // A picture's sender may have nothing new to show; sound is never silent in packets.
    list.push({ ...rates, isExpected: isOn && !paused && kindOf(source) === "audio" });
    samples.set(participantKey, list);
  }

  #judge(samples: ReadonlyMap<string, readonly QualitySample[]>): boolean {
    let hasChanged = false;
    for (const [participantKey, list] of samples) {
      const before = this.#qualities.get(participantKey) ?? goodQuality;
      const track = judgeQuality(before, list);
      this.#qualities.set(participantKey, track);
      hasChanged ||= track.quality !== before.quality;
    }
    return hasChanged;
  }
}

function idOf({
  direction,
  source,
  participantKey,
}: Pick<MeteredStream, "direction" | "source" | "participantKey">): string {
  return `${direction} ${source} ${participantKey}`;
}
