import type { CallError, CallPhase } from "../../sdk/index.ts";

/** Ways out of a call that are nobody's mistake. */
const LEFT_REASONS = ["call/ended", "call/removed", "call/replaced"] as const;

export type LeftReason = (typeof LEFT_REASONS)[number];

/** The page after a call. */
export type Ending =
  | { readonly page: "left"; readonly reason?: LeftReason }
  | { readonly page: "problem"; readonly code: string };

/** How a call ended, or undefined while it goes on. */
export function endingOf(phase: CallPhase, error: CallError | undefined): Ending | undefined {
  switch (phase) {
    case "connecting":
    case "knocking":
    case "joined":
      return undefined;
    case "left":
    case "failed":
      for (const reason of LEFT_REASONS) if (error?.code === reason) return { page: "left", reason };
      return phase === "left" ? { page: "left" } : { page: "problem", code: error?.code ?? "call/failed" };
  }
}
