import type { MakeProcessor } from "./ProcessedSource.ts";

/** How far the room behind a person is blurred, pixels: faces on a shelf cannot be told any more. */
const BLUR_RADIUS = 14;

/** Fetches what blurs or takes out noise, when it is wanted for the first time. */
export const makeProcessor: MakeProcessor = async (kind) => {
  const { BackgroundEffect, NoiseSuppression } = await import("../../processors/index.ts");
  return kind === "camera"
    ? new BackgroundEffect({ kind: "blur", radius: BLUR_RADIUS })
    : new NoiseSuppression();
};
