import type { Device } from "../media/deviceList.ts";

/** Which way a phone's camera looks. */
export type Facing = "user" | "environment";

/** The next camera: on phones the one that looks the other way, elsewhere the next of the list. */
export type CameraTurn =
  { readonly to: "facing"; readonly facing: Facing } | { readonly to: "device"; readonly device: Device };

/** What one press on "switch camera" leads to; undefined where there is no other. */
export function nextCamera(
  { facingMode, deviceId }: Pick<MediaTrackSettings, "facingMode" | "deviceId">,
  cameras: readonly Device[],
): CameraTurn | undefined {
  if (cameras.length < 2) return undefined;
  // Phones have several cameras on one side: those are for the list.
  if (facingMode === "user") return { to: "facing", facing: "environment" };
  if (facingMode === "environment") return { to: "facing", facing: "user" };
  const device = cameras[(cameras.findIndex(({ id }) => id === deviceId) + 1) % cameras.length];
  return device === undefined ? undefined : { to: "device", device };
}

/** Whether one's own picture is shown as in a mirror: what lies before one on the table is to be read. */
export function isMirrored(track: Pick<MediaStreamTrack, "getSettings">): boolean {
  return track.getSettings().facingMode !== "environment";
}
