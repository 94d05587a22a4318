/** The problems that have words of their own. */
const WORDED = [
  "unknownPage",
  "link/incomplete",
  "link/malformed",
  "link/password-needed",
  "call/refused",
  "call/banned",
  "join/timeout",
  "keyserver/away",
  "sfu/away",
  "app/not-loaded",
  "browser/unsupported",
  "relay/unavailable",
] as const;

export type ProblemText = (typeof WORDED)[number] | "other";

/** Which text tells of an error code: its own, or the general one that names the code. */
export function problemText(code: string): ProblemText {
  return WORDED.find((worded) => worded === code) ?? "other";
}
