/** What a sender's statistics say of its progress. */
export interface SendProgress {
  /** Frames that the encoder made (video) or packets that went out (audio), all layers together. */
  readonly encoded: number;
  /** Whether the source has given anything to encode yet; true where the browser does not say. */
  readonly hasSource: boolean;
}

/** Members that only video has, or only some browsers. */
interface SourceStats extends RTCStats {
  readonly frames?: number;
}

/** Reads how far a sender has come. */
export function sendProgress(stats: RTCStatsReport, kind: "audio" | "video"): SendProgress {
  let encoded = 0;
  let hasSource = true;
  for (const entry of stats.values() as Iterable<RTCStats>) {
    if (entry.type === "outbound-rtp") {
      const { framesEncoded = 0, packetsSent = 0 } = entry as RTCOutboundRtpStreamStats;
      encoded += kind === "video" ? framesEncoded : packetsSent;
    }
    if (entry.type === "media-source" && (entry as SourceStats).frames === 0) hasSource = false;
  }
  return { encoded, hasSource };
}

/** Reads how many packets a receiver has got, opened or not. */
export function packetsReceived(stats: RTCStatsReport): number {
  let packets = 0;
  for (const entry of stats.values() as Iterable<RTCStats>) {
    if (entry.type === "inbound-rtp") packets += (entry as RTCInboundRtpStreamStats).packetsReceived ?? 0;
  }
  return packets;
}
