import { useState } from "react";
import { codeChange, type CodeChange, type NumberedCode, type Verification } from "../state/verification.ts";

/** The code as it was when it came on screen. */
export interface FrozenCode {
  readonly current: NumberedCode | undefined;
  readonly previous: NumberedCode | undefined;
  /** The code that the call has by now, if it is another, and why. */
  readonly newer: { readonly epoch: number; readonly change: CodeChange } | undefined;
  /** Shows the code that the call has now. */
  readonly refresh: () => void;
}

/** Keeps the code still for as long as this is on screen, so that nobody reads out half of one and half of the next. */
export function useFrozenCode(verification: Verification): FrozenCode {
  const [kept, setKept] = useState(verification);
  const latest = verification.current;
  const shown = kept.current === undefined ? verification : kept;
  if (kept.current === undefined && latest !== undefined) setKept(verification);
  return {
    current: shown.current,
    previous: shown.previous,
    newer:
      shown.current === undefined || latest === undefined || shown.current.code === latest.code
        ? undefined
        : { epoch: latest.epoch, change: codeChange(shown.current, latest) },
    refresh: () => setKept(verification),
  };
}
