import type { CallState, Person, PersonMedia, Quality } from "../../sdk/index.ts";
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
  readonly speaking: boolean;
  /** Said only where it is not good. */
  readonly badQuality?: Exclude<Quality, "good">;
  readonly note?: TileNote;
}

/** Somebody's shared screen as it is shown. */
export interface ShareView {
  /** The participant who shares. */
  readonly key: string;
  readonly name: string;
  readonly isSelf: boolean;
  readonly video?: MediaStreamTrack;
  readonly sound?: MediaStreamTrack;
  readonly paused: boolean;
  readonly note?: TileNote;
}

/** The tiles of a call, self first, in the roster's order. */
export function tilesOf(state: CallState): readonly TileView[] {
  return state.people.map(tileOf);
}

/** What one person's tile shows. */
export function tileOf(person: Person): TileView {
  const video = pictureOf(person.camera, person.isSelf);
  const note = noteOf(person);
  const { quality } = person;
  const muted = !person.microphone.on || person.microphone.state === "stopped";
  return {
    key: person.key,
    name: person.displayName,
    isSelf: person.isSelf,
    initials: initials(person.displayName),
    tint: tintOf(person.deviceFingerprint),
    ...(video === undefined ? {} : { video }),
    muted,
    speaking: person.speaking && !muted,
    ...(quality === "good" ? {} : { badQuality: quality }),
    ...(note === undefined ? {} : { note }),
  };
}

/** Whether one may share a screen here, as far as the call has said. */
export function mayShare({ policy, role }: Pick<CallState, "policy" | "role">): boolean {
  return policy?.share !== "hosts" || (role !== undefined && role !== "guest");
}

/** The screens that are shared in a call, in the roster's order. */
export function sharesOf(people: readonly Person[]): readonly ShareView[] {
  return people.filter(({ screen }) => screen.on).map(shareOf);
}

function shareOf({ key, displayName: name, isSelf, screen, screenAudio }: Person): ShareView {
  const video = pictureOf(screen, isSelf);
  const sound = !isSelf && screenAudio.on && screenAudio.state !== "stopped" ? screenAudio.track : undefined;
  const note = shareNoteOf(screen, isSelf);
  return {
    ...{ key, name, isSelf },
    ...(video === undefined ? {} : { video }),
    ...(sound === undefined ? {} : { sound }),
    paused: screen.paused === true,
    ...(note === undefined ? {} : { note }),
  };
}

function pictureOf(media: PersonMedia, isSelf: boolean): MediaStreamTrack | undefined {
  if (!media.on || media.state === "stopped") return undefined;
  // One's own picture needs no key; another's is shown once its frames open.
  return isSelf || media.state === "live" ? media.track : undefined;
}

function noteOf({ camera, microphone, isSelf }: Person): TileNote | undefined {
  if (camera.state === "stopped") return isSelf ? "own-stopped" : "other-stopped";
  if (isSelf) return undefined;
  return waits(camera) || waits(microphone) ? "waiting-key" : undefined;
}

function shareNoteOf(screen: PersonMedia, isSelf: boolean): TileNote | undefined {
  if (screen.state === "stopped") return isSelf ? "own-stopped" : "other-stopped";
  return !isSelf && waits(screen) ? "waiting-key" : undefined;
}

function waits(media: PersonMedia): boolean {
  return media.on && media.state === "waiting-key";
}
