/** How one peer connection's packets go. */
export interface MediaPath {
  readonly localType: string;
  readonly localAddress: string;
  /** How packets go to the relay, if there is one. */
  readonly relayProtocol: string | undefined;
  readonly protocol: string;
  readonly remoteAddress: string;
}

/** Members that not all type definitions have. */
interface PathStats extends RTCStats {
  readonly state?: string;
  readonly nominated?: boolean;
  readonly localCandidateId?: string;
  readonly remoteCandidateId?: string;
  readonly candidateType?: string;
  readonly address?: string;
  readonly relayProtocol?: string;
  readonly protocol?: string;
  readonly selectedCandidatePairId?: string;
}

/** Runs in the page: the path of every peer connection that has one. */
export async function mediaPaths(): Promise<MediaPath[]> {
  const { connections } = window as unknown as { connections: RTCPeerConnection[] };
  const paths: MediaPath[] = [];
  for (const connection of connections) {
    if (connection.connectionState !== "connected") continue;
    const stats = new Map<string, PathStats>();
    (await connection.getStats()).forEach((entry: PathStats) => stats.set(entry.id, entry));
    for (const { type, selectedCandidatePairId } of stats.values()) {
      if (type !== "transport" || selectedCandidatePairId === undefined) continue;
      const pair = stats.get(selectedCandidatePairId);
      const local = stats.get(pair?.localCandidateId ?? "");
      const remote = stats.get(pair?.remoteCandidateId ?? "");
      paths.push({
        localType: local?.candidateType ?? "",
        localAddress: local?.address ?? "",
        relayProtocol: local?.relayProtocol,
        protocol: local?.protocol ?? "",
        remoteAddress: remote?.address ?? "",
      });
    }
  }
  return paths;
}

/** Runs in the page: the addresses of all local ICE candidates, as far as the page may know them. */
export async function localCandidates(): Promise<{ type: string; address: string }[]> {
  const { connections } = window as unknown as { connections: RTCPeerConnection[] };
  const found: { type: string; address: string }[] = [];
  for (const connection of connections) {
    (await connection.getStats()).forEach((entry: PathStats) => {
      if (entry.type === "local-candidate")
        found.push({ type: entry.candidateType ?? "", address: entry.address ?? "" });
    });
  }
  return found;
}
