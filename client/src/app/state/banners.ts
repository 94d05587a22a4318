import type { CallState } from "../../sdk/index.ts";

/** A line over the call that stays as long as its reason does. */
export type Banner =
  | { readonly code: "sfu/away" }
  | { readonly code: "keyserver/away" }
  | { readonly code: "keyserver/withholds" }
  | { readonly code: "transform/stopped"; readonly source: "microphone" | "camera" };

/** A lost connection is worth a banner after this long (milliseconds); shorter ones heal unnoticed. */
export const AWAY_BANNER_MS = 3000;

/**
 * The banners of a call, gravest first.
 * @param mediaAwayLong the forwarding server has been away for {@link AWAY_BANNER_MS}
 */
export function bannersOf(state: CallState, mediaAwayLong: boolean): readonly Banner[] {
  const banners: Banner[] = [];
  const self = state.people.find((person) => person.isSelf);
  if (self?.microphone.state === "stopped") banners.push({ code: "transform/stopped", source: "microphone" });
  if (self?.camera.state === "stopped") banners.push({ code: "transform/stopped", source: "camera" });
  if (mediaAwayLong && state.media === "reconnecting") banners.push({ code: "sfu/away" });
  if (state.phase === "joined" && state.keys === "degraded") banners.push({ code: "keyserver/away" });
  if (state.phase === "joined" && state.integrity === "withheld") {
    banners.push({ code: "keyserver/withholds" });
  }
  return banners;
}
