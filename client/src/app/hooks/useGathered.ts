import { useCallback, useEffect, useRef } from "react";
import { GATHER_MS } from "../state/comings.ts";

/** Collects what comes within a moment, and tells it as one. What was not told when the screen goes is not told. */
export function useGathered<T>(tell: (items: readonly T[]) => void): (item: T) => void {
  const latest = useRef(tell);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const gathered = useRef<T[]>([]);
  useEffect(() => {
    latest.current = tell;
  });
  useEffect(
    () => () => {
      clearTimeout(timer.current);
      timer.current = undefined;
      gathered.current = [];
    },
    [],
  );
  return useCallback((item) => {
    gathered.current.push(item);
    timer.current ??= setTimeout(() => {
      timer.current = undefined;
      latest.current(gathered.current.splice(0));
    }, GATHER_MS);
  }, []);
}
