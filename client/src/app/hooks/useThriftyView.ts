import { useMemo } from "react";
import type { ViewFacet } from "../../sdk/index.ts";
import { thriftySize } from "../state/lowData.ts";

/** What is on screen, told smaller than it is where data is dear. */
export function useThriftyView(view: ViewFacet | undefined, lowData: boolean): ViewFacet | undefined {
  return useMemo(() => {
    if (view === undefined || !lowData) return view;
    return {
      show: (participantKey, source, size) =>
        view.show(participantKey, source, size === null ? null : thriftySize(source, size)),
    };
  }, [view, lowData]);
}
