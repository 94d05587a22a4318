import type { CallState, Person, PersonMedia } from "../../sdk/index.ts";
import { initials, tintOf } from "./avatar.ts";

/** What lies over a tile instead of, or beside, a picture. */
export type TileNote = "waiting-key" | "own-stopped" | "other-stopped";

/** One person as a tile shows them. */
export interface TileView {
  readonly key: string;
  readonly name: string;
  readonly isSelf: boolean;
  readonly initials: string;
  readonly tint: number;
  /** Shown only when frames are known to be opened (or, for oneself, encrypted or not yet sent). */
  readonly video?: MediaStreamTrack;
  readonly muted: boolean;
  readonly note?: TileNote;
}

/** The tiles of a call, self first, in the roster's order. */
export function tilesOf(state: CallState): readonly TileView[] {
  return state.people.map(tileOf);
}

/** What one person's tile shows. */
export function tileOf(person: Person): TileView {
  const video = videoOf(person);
  const note = noteOf(person);
  return {
    key: person.key,
    name: person.displayName,
    isSelf: person.isSelf,
    initials: initials(person.displayName),
    tint: tintOf(person.deviceFingerprint),
    ...(video === undefined ? {} : { video }),
    muted: !person.microphone.on || person.microphone.state === "stopped",
    ...(note === undefined ? {} : { note }),
  };
}

function videoOf({ camera, isSelf }: Person): MediaStreamTrack | undefined {
  if (!camera.on || camera.state === "stopped") return undefined;
  // One's own picture needs no key; another's is shown once its frames open.
  return isSelf || camera.state === "live" ? camera.track : undefined;
}

function noteOf({ camera, microphone, isSelf }: Person): TileNote | undefined {
  if (camera.state === "stopped") return isSelf ? "own-stopped" : "other-stopped";
  if (isSelf) return undefined;
  return waits(camera) || waits(microphone) ? "waiting-key" : undefined;
}

function waits(media: PersonMedia): boolean {
  return media.on && media.state === "waiting-key";
}
