import { useEffect } from "react";

/** Keeps the screen on while mounted, where the browser can. */
export function useWakeLock(): void {
  useEffect(() => {
    const wakeLock = (navigator as Partial<Navigator>).wakeLock;
    if (wakeLock === undefined) return;
    let isOver = false;
    let lock: WakeLockSentinel | undefined;
    const hold = () => {
      // The browser takes it back whenever the page is hidden; an empty battery refuses it.
      if (document.hidden) return;
      wakeLock.request("screen").then(
        (held) => {
          if (isOver) void held.release();
          else lock = held;
        },
        () => undefined,
      );
    };
    hold();
    document.addEventListener("visibilitychange", hold);
    return () => {
      isOver = true;
      document.removeEventListener("visibilitychange", hold);
      void lock?.release();
    };
  }, []);
}
