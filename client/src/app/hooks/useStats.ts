import { useEffect, useState } from "react";
import type { StatsFacet, StreamStats } from "../../sdk/index.ts";

/** The figures of all streams, renewed about once a second while wanted. */
export function useStats(stats: StatsFacet | undefined, isWanted: boolean): readonly StreamStats[] {
  const [streams, setStreams] = useState<readonly StreamStats[]>([]);
  useEffect(() => {
    if (!isWanted || stats === undefined) return;
    return stats.subscribe(setStreams);
  }, [stats, isWanted]);
  return streams;
}
