import { useMemo, useSyncExternalStore } from "react";
import { parseRoute, type Route } from "../router/route.ts";

function subscribe(listener: () => void): () => void {
  addEventListener("hashchange", listener);
  return () => removeEventListener("hashchange", listener);
}

/** Where links made here lead: the address of this page without its fragment. */
export function appAddress(): string {
  return location.origin + location.pathname;
}

/** The present route; draws anew when the address changes. */
export function useRoute(): Route {
  const hash = useSyncExternalStore(subscribe, () => location.hash);
  return useMemo(() => parseRoute(hash, appAddress()), [hash]);
}

/** Goes to a route by its fragment. */
export function goTo(hash: string): void {
  location.hash = hash;
}
