import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import type { Call, Person } from "../../sdk/index.ts";
import type { Choices } from "../state/choices.ts";
import { toast } from "../ui/toast.ts";

/** What the browser says was chosen for sharing. */
export type Surface = "browser" | "window" | "monitor" | "other";

/** One's own screen in a call, and the hands on it. */
export interface ScreenShareControls {
  /** Phones cannot share their screens, and hosts may keep it to themselves. */
  readonly isPossible: boolean;
  readonly isSharing: boolean;
  readonly isPaused: boolean;
  readonly surface: Surface;
  readonly track: MediaStreamTrack | undefined;
  /** Asks what to share, or what to share instead. */
  readonly start: () => void;
  readonly stop: () => void;
  readonly toggle: () => void;
  readonly pause: (on: boolean) => void;
}

/** Shares one's own screen as it was chosen to be shared. However a share ends, it shows and is said. */
export function useScreenShare(
  call: Call,
  self: Person | undefined,
  { shareMotion, shareSound }: Choices,
  mayShare: boolean,
): ScreenShareControls {
  const { t } = useTranslation();
  const { screen } = call;
  const isSharing = self?.screen.on === true;
  const isPaused = isSharing && self.screen.paused === true;
  const track = self?.screen.track;

  const was = useRef(false);
  useEffect(() => {
    if (was.current && !isSharing) toast(t("screen.ended"), { id: "screen-ended" });
    was.current = isSharing;
  }, [isSharing, t]);

  useEffect(() => {
    if (!isSharing) return;
    // Only now: whoever presents would be missed, whoever listens may go.
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    addEventListener("beforeunload", ask);
    return () => removeEventListener("beforeunload", ask);
  }, [isSharing]);

  const start = () => {
    screen?.start({ motion: shareMotion, audio: shareSound }).catch((error: unknown) => {
      // The person changed their mind in the browser's own dialog.
      if (error instanceof DOMException && error.name === "NotAllowedError") return;
      toast.error(t("screen.failed"), { id: "screen-failed", duration: 8000 });
    });
  };
  const stop = () => void screen?.stop();
  return {
    isPossible: screen !== undefined && canCapture() && (mayShare || isSharing),
    ...{ isSharing, isPaused, track, start, stop },
    surface: surfaceOf(track),
    toggle: isSharing ? stop : start,
    pause: (on) => void screen?.pause(on),
  };
}

/** Phones cannot share their screens. */
export function canCapture(): boolean {
  const devices = navigator.mediaDevices as MediaDevices | undefined;
  return devices !== undefined && "getDisplayMedia" in devices;
}

function surfaceOf(track: MediaStreamTrack | undefined): Surface {
  const surface = track?.getSettings().displaySurface;
  return surface === "browser" || surface === "window" || surface === "monitor" ? surface : "other";
}
