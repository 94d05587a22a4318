import { useEffect, useRef, useState } from "react";
import { listenToLevel } from "../media/listenToLevel.ts";
import { type MicHint, NOTHING_HEARD, watchMic } from "../state/micHints.ts";

/** What the person should know of their microphone now, and how to be rid of it. */
export interface MicHintControls {
  readonly hint: MicHint | undefined;
  readonly dismiss: () => void;
}

/**
 * Listens to one's own microphone, on this device only, for speech while muted and for silence while not.
 * @param track undefined where there is none, or nobody wants to know
 */
export function useMicHint(track: MediaStreamTrack | undefined, isOn: boolean): MicHintControls {
  const [hint, setHint] = useState<MicHint>();
  const [dismissed, setDismissed] = useState<MicHint>();
  const on = useRef(isOn);
  useEffect(() => {
    on.current = isOn;
  }, [isOn]);

  useEffect(() => {
    if (track === undefined) return;
    let watch = NOTHING_HEARD;
    const stop = listenToLevel(track, (level) => {
      watch = watchMic(watch, { at: performance.now(), level, isOn: on.current });
      setHint(watch.hint);
    });
    return () => {
      stop();
      setHint(undefined);
    };
  }, [track]);

  // Once settled, it may be told anew the next time.
  if (hint === undefined && dismissed !== undefined) setDismissed(undefined);
  // A press on the button settles it before the next look does.
  const isSettled = (hint === "talking-muted") === isOn;
  return {
    hint: hint === undefined || isSettled || hint === dismissed ? undefined : hint,
    dismiss: () => setDismissed(hint),
  };
}
