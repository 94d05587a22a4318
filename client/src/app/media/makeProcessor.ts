import type { BackgroundChange } from "../../processors/index.ts";
import { fetchPart } from "../fetching.ts";
import type { Background } from "../state/background.ts";
import type { MakeProcessor } from "./ProcessedSource.ts";

/** How far the room behind a person is blurred, pixels: faces on a shelf cannot be told any more. */
const BLUR_RADIUS = 14;

/** Fetches what changes pictures or takes out noise, when it is wanted for the first time. */
export const makeProcessor: MakeProcessor = async (kind, background) => {
  const { BackgroundEffect, NoiseSuppression } = await fetchPart(() => import("../../processors/index.ts"));
  return kind === "camera" ? new BackgroundEffect(await changeTo(background)) : new NoiseSuppression();
};

/** @throws if the picture is not there any more: the room itself is never shown in its place */
async function changeTo(background: Background): Promise<BackgroundChange> {
  switch (background) {
    case "none":
    case "blur":
      return { kind: "blur", radius: BLUR_RADIUS };
    case "own": {
      const picture = await (await fetchPart(() => import("./ownBackdrop.ts"))).readOwnBackdrop();
      if (picture === undefined) throw new Error("there is no picture of one's own");
      return { kind: "image", image: await createImageBitmap(picture) };
    }
    case "hills":
    case "dusk":
    case "paper":
    case "water":
      return {
        kind: "image",
        image: (await fetchPart(() => import("./backdrops.ts"))).backdropImage(background),
      };
  }
}
