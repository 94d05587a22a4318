import { useState } from "react";
import type { CallState } from "../../sdk/index.ts";
import {
  follow,
  judge,
  NOTHING_CHECKED,
  type NumberedCode,
  type Verification,
} from "../state/verification.ts";

/** Takes down what a person found with the code that was on screen. */
export type Judge = (verdict: Verification["verdict"], shown: NumberedCode | undefined) => void;

/** Follows a call's code, and what the person found by comparing it. */
export function useVerification(state: CallState): readonly [Verification, Judge] {
  const [before, setVerification] = useState(NOTHING_CHECKED);
  const verification = follow(before, state);
  if (verification !== before) setVerification(verification);
  return [verification, (verdict, shown) => setVerification(judge(verification, verdict, shown))];
}
