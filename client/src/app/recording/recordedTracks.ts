import type { Person } from "../../sdk/index.ts";

/** What of a call goes into a recording: only what is on. Oneself is not recorded while muted, whatever is open here. */
export function recordedTracks(people: readonly Person[]): {
  readonly pictures: readonly MediaStreamTrack[];
  readonly sounds: readonly MediaStreamTrack[];
} {
  const present = (all: readonly Person["camera"][]) =>
    all.flatMap(({ on, track }) => (on && track !== undefined ? [track] : []));
  return {
    pictures: present(people.flatMap(({ camera, screen }) => [camera, screen])),
    sounds: present(people.flatMap(({ microphone, screenAudio }) => [microphone, screenAudio])),
  };
}
