import { useSyncExternalStore } from "react";
import type { Observable } from "../media/Observable.ts";

/** The present value of an observable; draws anew when it changes. */
export function useObservable<T>(observable: Observable<T>): T {
  return useSyncExternalStore(observable.subscribe, observable.get, observable.get);
}
