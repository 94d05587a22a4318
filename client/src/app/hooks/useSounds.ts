import { useCallback, useEffect, useRef } from "react";
import { playSound, type Sound } from "../media/sounds.ts";

export type PlaySound = (sound: Sound) => void;

/** Plays soft sounds, if the person wants them. The function stays the same. */
export function useSounds(isOn: boolean, speakerId: string | undefined): PlaySound {
  const latest = useRef({ isOn, speakerId });
  useEffect(() => {
    latest.current = { isOn, speakerId };
  });
  return useCallback((sound) => {
    if (latest.current.isOn) void playSound(sound, latest.current.speakerId);
  }, []);
}

/** A sound when the connection is lost for longer, and one when it is back. */
export function useAwaySounds(isAway: boolean, play: PlaySound): void {
  const was = useRef(false);
  useEffect(() => {
    if (was.current !== isAway) play(isAway ? "away" : "back");
    was.current = isAway;
  }, [isAway, play]);
}
