import { useCallback, useSyncExternalStore } from "react";
import type { Call, CallState } from "../../sdk/index.ts";

/** The present snapshot of a call; draws anew when it changes. */
export function useCallState(call: Call): CallState {
  const subscribe = useCallback((listener: () => void) => call.subscribe(listener), [call]);
  const snapshot = useCallback(() => call.state, [call]);
  return useSyncExternalStore(subscribe, snapshot, snapshot);
}
