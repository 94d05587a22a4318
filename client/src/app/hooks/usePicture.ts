import { Observable } from "../media/Observable.ts";
import { useServices } from "../services.ts";
import { useObservable } from "./useObservable.ts";

const NO_PICTURES = new Observable<ReadonlyMap<string, string>>(new Map());

/** The picture that somebody's own page gave of them; only in a call that is part of another page. */
export function usePicture(participantKey: string): string | undefined {
  const { embedding } = useServices();
  return useObservable(embedding?.pictures ?? NO_PICTURES).get(participantKey);
}
