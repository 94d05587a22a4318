import type { StateMessage } from "@sotto/keyserver-protocol/member";
import type { RosterPerson } from "../workers/protocol.ts";
import type { MediaState, Person, PersonMedia } from "./callState.ts";
import type { Source } from "./streams.ts";

/** What is known of one stream's media on this side. */
export interface MediaView {
  readonly track: MediaStreamTrack | undefined;
  readonly state: MediaState;
}

/** Says what this side has of a participant's source. */
export type MediaLookup = (participantKey: string, source: Source) => MediaView;

/**
 * The people on screen: who the MLS tree says is there, with what each has said, sealed, of its own microphone and
 * camera. Self first, then by leaf.
 */
export function peopleOf(
  roster: readonly RosterPerson[],
  said: ReadonlyMap<string, StateMessage>,
  media: MediaLookup,
): Person[] {
  const sorted = [...roster].sort(
    (one, other) => Number(other.isSelf) - Number(one.isSelf) || one.leaf - other.leaf,
  );
  return sorted.map(({ leaf, participantKey, displayName, deviceFingerprint, isSelf }) => {
    const state = said.get(participantKey);
    const mediaOf = (source: Source, on: boolean): PersonMedia => {
      const { track, state: seen } = media(participantKey, source);
      const isKnown = on || seen === "stopped";
      return { on, state: isKnown ? seen : "none", ...(track !== undefined && { track }) };
    };
    return {
      key: participantKey,
      leaf,
      displayName,
      deviceFingerprint,
      isSelf,
      microphone: mediaOf("microphone", state?.microphoneOn ?? false),
      camera: mediaOf("camera", state?.cameraOn ?? false),
    };
  });
}
