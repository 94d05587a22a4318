import type { CallError, CallPhase } from "../../sdk/index.ts";

/** The page after a call. */
export type Ending =
  | { readonly page: "left"; readonly reason?: "call/removed" | "call/replaced" }
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
      if (error?.code === "call/removed" || error?.code === "call/replaced") {
        return { page: "left", reason: error.code };
      }
      return phase === "left" ? { page: "left" } : { page: "problem", code: error?.code ?? "call/failed" };
  }
}
