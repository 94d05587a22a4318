import { useEffect, useState } from "react";

/** Nothing moved for this long, ms. */
const IDLE_MS = 3000;

/** True once no hand has moved for a while; false while nobody asks. */
export function useIdle(isAsked: boolean): boolean {
  const [isIdle, setIdle] = useState(false);
  useEffect(() => {
    if (!isAsked) return;
    let timer = setTimeout(() => setIdle(true), IDLE_MS);
    const onMove = () => {
      setIdle(false);
      clearTimeout(timer);
      timer = setTimeout(() => setIdle(true), IDLE_MS);
    };
    const moves = ["pointermove", "pointerdown", "keydown"] as const;
    for (const move of moves) addEventListener(move, onMove);
    return () => {
      for (const move of moves) removeEventListener(move, onMove);
      clearTimeout(timer);
      setIdle(false);
    };
  }, [isAsked]);
  return isIdle;
}
