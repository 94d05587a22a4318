import type { StateMessage } from "@sotto/keyserver-protocol/member";
import type { PersonIdentity, RosterPerson } from "../workers/protocol.ts";
import type { MediaPhase, MediaState, Person, PersonMedia } from "./callState.ts";
import { isSameIdentity } from "./identity/index.ts";
import type { Source } from "./streams.ts";

/** What is known of one stream's media on this side. */
export interface MediaView {
  readonly track: MediaStreamTrack | undefined;
  readonly state: MediaState;
}

/** What a participant has said of their media, sealed. */
export type SaidLookup = (
  participantKey: string,
) =>
  | Pick<StateMessage, "microphoneOn" | "cameraOn" | "screenOn" | "streams" | "handSince" | "recording">
  | undefined;

/** Whether somebody says that a source of theirs is on; oneself may be named by the empty string. */
export function isSourceOn(people: readonly Person[], participantKey: string, source: Source): boolean {
  const person = people.find(({ key, isSelf }) => (participantKey === "" ? isSelf : key === participantKey));
  return person?.[source === "screen-audio" ? "screenAudio" : source].on === true;
}

/** How somebody comes through while there is nothing to judge by. */
export function unheard(media: MediaPhase): Pick<Person, "speaking" | "quality"> {
  return { speaking: false, quality: media === "reconnecting" ? "lost" : "good" };
}

/** How somebody comes through here. */
export type HeardLookup = (participantKey: string) => Pick<Person, "speaking" | "quality">;

/** What this side has of a participant's source. */
export type MediaLookup = (participantKey: string, source: Source) => MediaView;

/**
 * The people on screen: who the MLS tree says is there, with what each has said of their own microphone and camera.
 * Self first, then by leaf.
 * @param before what the last call gave: whoever has not changed is the same object again
 */
export function peopleOf(
  roster: readonly (RosterPerson & PersonIdentity)[],
  said: SaidLookup,
  media: MediaLookup,
  before: readonly Person[],
  heard: HeardLookup,
): readonly Person[] {
  const sorted = [...roster].sort(
    (one, other) => Number(other.isSelf) - Number(one.isSelf) || one.leaf - other.leaf,
  );
  const people = sorted.map(({ participantKey: key, ...who }) => {
    const state = said(key);
    // A screen that is not shared is not described.
    const sends = (source: Source) => state?.streams.some((stream) => stream.source === source) ?? false;
    const person: Person = {
      key,
      ...who,
      handSince: state?.handSince ?? 0,
      recording: state?.recording ?? false,
      ...heard(key),
      microphone: mediaOf(media(key, "microphone"), state?.microphoneOn ?? false),
      camera: mediaOf(media(key, "camera"), state?.cameraOn ?? false),
      screen: {
        ...mediaOf(media(key, "screen"), sends("screen")),
        ...(sends("screen") && state?.screenOn === false && { paused: true }),
      },
      screenAudio: mediaOf(media(key, "screen-audio"), sends("screen-audio")),
    };
    const old = before.find((other) => other.key === key);
    return old !== undefined && isSamePerson(old, person) ? old : person;
  });
  const isSame = people.length === before.length && people.every((person, at) => person === before[at]);
  return isSame ? before : people;
}

function mediaOf({ track, state }: MediaView, on: boolean): PersonMedia {
  return { on, state: on || state === "stopped" ? state : "none", ...(track !== undefined && { track }) };
}

function isSamePerson(one: Person, other: Person): boolean {
  return (
    one.leaf === other.leaf &&
    one.displayName === other.displayName &&
    one.deviceFingerprint === other.deviceFingerprint &&
    one.isSelf === other.isSelf &&
    one.role === other.role &&
    one.handSince === other.handSince &&
    one.recording === other.recording &&
    one.speaking === other.speaking &&
    one.quality === other.quality &&
    isSameIdentity(one, other) &&
    isSameMedia(one.microphone, other.microphone) &&
    isSameMedia(one.camera, other.camera) &&
    isSameMedia(one.screen, other.screen) &&
    isSameMedia(one.screenAudio, other.screenAudio)
  );
}

function isSameMedia(one: PersonMedia, other: PersonMedia): boolean {
  return (
    one.on === other.on &&
    one.state === other.state &&
    one.track === other.track &&
    one.paused === other.paused
  );
}
