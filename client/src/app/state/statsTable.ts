import type { Person, StreamStats } from "../../sdk/index.ts";

/** One stream, in words and figures ready to be shown; "" where there is nothing to say. */
export interface StatsRow {
  readonly id: string;
  readonly source: StreamStats["source"];
  readonly direction: StreamStats["direction"];
  readonly codec: string;
  readonly paused: boolean;
  readonly bitrate: string;
  readonly picture: string;
  readonly loss: string;
  readonly jitter: string;
  readonly roundTrip: string;
  readonly layer: string;
  readonly crypt: string;
  readonly refused: number;
}

/** Everything of one person. */
export interface StatsGroup {
  readonly key: string;
  readonly name: string;
  readonly isSelf: boolean;
  readonly quality: Person["quality"];
  readonly rows: readonly StatsRow[];
}

export interface StatsTable {
  readonly groups: readonly StatsGroup[];
  /** Number of the epoch whose keys are in use. */
  readonly epoch: number | undefined;
  readonly sent: string;
  readonly received: string;
}

/** Brings the figures of all streams into the order of the people. */
export function statsTable(
  streams: readonly StreamStats[],
  people: readonly Person[],
  language: string,
): StatsTable {
  const number = new Intl.NumberFormat(language, { maximumSignificantDigits: 3 });
  const total = (direction: StreamStats["direction"]) =>
    bitrateInWords(
      streams.reduce((sum, stream) => sum + (stream.direction === direction ? stream.bitrate : 0), 0),
      number,
    );
  const groups = people.map(({ key, displayName: name, isSelf, quality }) => {
    const rows = streams
      .filter(({ participantKey }) => participantKey === key)
      .map((stream) => rowOf(stream, number));
    return { key, name, isSelf, quality, rows };
  });
  return {
    groups: groups.filter(({ rows }) => rows.length > 0),
    epoch: streams.find(({ epoch }) => epoch !== undefined)?.epoch,
    sent: total("send"),
    received: total("receive"),
  };
}

function rowOf(stream: StreamStats, number: Intl.NumberFormat): StatsRow {
  const { source, direction, codec, paused, bitrate, width, height, framerate } = stream;
  const size = width === undefined || height === undefined ? "" : `${width} × ${height}`;
  const rate = framerate === undefined ? "" : `${framerate} fps`;
  return {
    id: `${direction} ${source}`,
    ...{ source, direction, codec, paused },
    bitrate: bitrateInWords(bitrate, number),
    picture: [size, rate].filter((part) => part !== "").join(", "),
    loss: `${number.format(Math.round(stream.loss * 1000) / 10)} %`,
    jitter: stream.jitterMs === undefined ? "" : `${stream.jitterMs} ms`,
    roundTrip: stream.roundTripMs === undefined ? "" : `${stream.roundTripMs} ms`,
    layer: stream.layer === undefined || stream.layer < 0 ? "" : String(stream.layer + 1),
    crypt: stream.cryptUs === undefined ? "" : `${number.format(stream.cryptUs)} µs`,
    refused: stream.framesRefused,
  };
}

/** A bit rate in the unit people use for it. */
export function bitrateInWords(bitsPerSecond: number, number: Intl.NumberFormat): string {
  if (bitsPerSecond >= 1_000_000) return `${number.format(bitsPerSecond / 1_000_000)} Mbit/s`;
  return `${number.format(bitsPerSecond / 1_000)} kbit/s`;
}
