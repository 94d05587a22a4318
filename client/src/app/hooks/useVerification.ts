import { useState } from "react";
import type { CallState } from "../../sdk/index.ts";
import { follow, judge, NOTHING_CHECKED, type Verification } from "../state/verification.ts";

/** Follows a call's code, and what the person found by comparing it. */
export function useVerification(
  state: CallState,
): readonly [Verification, (verdict: Verification["verdict"]) => void] {
  const [before, setVerification] = useState(NOTHING_CHECKED);
  const verification = follow(before, state);
  if (verification !== before) setVerification(verification);
  return [verification, (verdict) => setVerification(judge(verification, verdict, state))];
}
