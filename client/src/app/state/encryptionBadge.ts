import type { CallState } from "../../sdk/index.ts";

/** What the header says about encryption. */
export interface EncryptionBadge {
  /** `pending`: keys or proofs are awaited, nothing is sent. `stopped`: an own stream was stopped. */
  readonly level: "encrypted" | "pending" | "stopped";
  readonly epoch?: number;
  /** Whole seconds since the keys last changed. */
  readonly ageSeconds?: number;
}

/** Reads the badge off a call at `now` (milliseconds since 1970). */
export function encryptionBadge(state: CallState, now: number): EncryptionBadge {
  const keys =
    state.epoch === undefined
      ? {}
      : { epoch: state.epoch.number, ageSeconds: Math.max(0, Math.floor((now - state.epoch.since) / 1000)) };
  const self = state.people.find((person) => person.isSelf);
  const stopped = self?.microphone.state === "stopped" || self?.camera.state === "stopped";
  if (stopped) return { level: "stopped", ...keys };
  return { level: state.encrypted && state.epoch !== undefined ? "encrypted" : "pending", ...keys };
}

/** An age in the unit people use for it: seconds below two minutes, then minutes. */
export function ageInWords(seconds: number): {
  readonly unit: "seconds" | "minutes";
  readonly count: number;
} {
  return seconds < 120
    ? { unit: "seconds", count: seconds }
    : { unit: "minutes", count: Math.floor(seconds / 60) };
}
