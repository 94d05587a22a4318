import { useCallback, useState } from "react";

/** How loud somebody's sounds are here, 0..1; 1 unless the person has changed it. */
export interface Volumes {
  readonly of: (id: string) => number;
  readonly set: (id: string, volume: number) => void;
}

/** Volumes for this person alone, for as long as the call is on screen. */
export function useVolumes(): Volumes {
  const [volumes, setVolumes] = useState<ReadonlyMap<string, number>>(new Map());
  const set = useCallback(
    (id: string, volume: number) => setVolumes((before) => new Map(before).set(id, volume)),
    [],
  );
  return { of: (id) => volumes.get(id) ?? 1, set };
}
