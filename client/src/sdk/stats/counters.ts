/** Reads one stream's counters out of what a browser reports of a peer connection. Pure. */

/** What is counted of one stream, all its layers together; what a browser does not say is undefined. */
export interface StreamCounters {
  /** When it was counted, ms of any clock that goes forward. */
  readonly at: number;
  readonly bytes: number;
  readonly packets: number;
  readonly lost: number;
  readonly frames: number | undefined;
  readonly width: number | undefined;
  readonly height: number | undefined;
  /** Seconds. */
  readonly jitter: number | undefined;
  /** Seconds. */
  readonly roundTrip: number | undefined;
  /** Of the share that was lost on the way to the server, 0..1; only of own streams. */
  readonly remoteLoss: number | undefined;
  /** Sound: energy so far, and seconds it is of (their quotient is the mean square, 0..1). */
  readonly energy: number | undefined;
  readonly seconds: number | undefined;
}

/** Members that are spread over several entries, or newer than the type definitions. */
interface AnyStats {
  readonly type: string;
  readonly id: string;
  readonly mid?: string;
  readonly ssrc?: number;
  readonly localId?: string;
  readonly mediaSourceId?: string;
  readonly nominated?: boolean;
  readonly bytesReceived?: number;
  readonly bytesSent?: number;
  readonly packetsReceived?: number;
  readonly packetsSent?: number;
  readonly packetsLost?: number;
  readonly framesDecoded?: number;
  readonly framesEncoded?: number;
  readonly frameWidth?: number;
  readonly frameHeight?: number;
  readonly jitter?: number;
  readonly roundTripTime?: number;
  readonly currentRoundTripTime?: number;
  readonly fractionLost?: number;
  readonly totalAudioEnergy?: number;
  readonly totalSamplesDuration?: number;
}

/** The counters of every stream of a receiving connection, by `mid`. */
export function countReceived(report: RTCStatsReport, at: number): Map<string, StreamCounters> {
  const entries = [...(report.values() as Iterable<AnyStats>)];
  const roundTrip = pathRoundTrip(entries);
  const byMid = new Map<string, StreamCounters>();
  for (const entry of entries) {
    if (entry.type !== "inbound-rtp" || entry.mid === undefined) continue;
    byMid.set(entry.mid, {
      at,
      bytes: entry.bytesReceived ?? 0,
      packets: entry.packetsReceived ?? 0,
      lost: entry.packetsLost ?? 0,
      frames: entry.framesDecoded,
      width: entry.frameWidth,
      height: entry.frameHeight,
      jitter: entry.jitter,
      roundTrip,
      remoteLoss: undefined,
      energy: entry.totalAudioEnergy,
      seconds: entry.totalSamplesDuration,
    });
  }
  return byMid;
}

/** The counters of every stream of a sending connection, by `mid`: layers are summed, the largest gives the size. */
export function countSent(report: RTCStatsReport, at: number): Map<string, StreamCounters> {
  const entries = [...(report.values() as Iterable<AnyStats>)];
  const roundTrip = pathRoundTrip(entries);
  const byMid = new Map<string, StreamCounters>();
  for (const entry of entries) {
    if (entry.type !== "outbound-rtp" || entry.mid === undefined) continue;
    const before = byMid.get(entry.mid);
    const remote = entries.find(({ type, localId }) => type === "remote-inbound-rtp" && localId === entry.id);
    const source = entries.find(({ id }) => id === entry.mediaSourceId);
    byMid.set(entry.mid, {
      at,
      bytes: (before?.bytes ?? 0) + (entry.bytesSent ?? 0),
      packets: (before?.packets ?? 0) + (entry.packetsSent ?? 0),
      lost: (before?.lost ?? 0) + (remote?.packetsLost ?? 0),
      frames: larger(before?.frames, entry.framesEncoded),
      width: larger(before?.width, entry.frameWidth),
      height: larger(before?.height, entry.frameHeight),
      jitter: larger(before?.jitter, remote?.jitter),
      roundTrip: remote?.roundTripTime ?? before?.roundTrip ?? roundTrip,
      remoteLoss: larger(before?.remoteLoss, remote?.fractionLost),
      energy: source?.totalAudioEnergy,
      seconds: source?.totalSamplesDuration,
    });
  }
  return byMid;
}

function pathRoundTrip(entries: readonly AnyStats[]): number | undefined {
  return entries.find(({ type, nominated }) => type === "candidate-pair" && nominated === true)
    ?.currentRoundTripTime;
}

function larger(one: number | undefined, other: number | undefined): number | undefined {
  if (one === undefined || other === undefined) return one ?? other;
  return Math.max(one, other);
}
