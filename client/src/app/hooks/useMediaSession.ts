import { useEffect, useRef } from "react";

export interface MediaSessionHands {
  readonly microphoneOn: boolean;
  readonly cameraOn: boolean;
  readonly onMicrophone: () => void;
  readonly onCamera: () => void;
  readonly onLeave: () => void;
  /** The browser wants a small window by itself, because the person went to another tab. */
  readonly onPictureInPicture: () => void;
}

/** What only some browsers have of a media session. */
interface CaptureIndicators {
  setMicrophoneActive?(active: boolean): Promise<void> | undefined;
  setCameraActive?(active: boolean): Promise<void> | undefined;
}

/** Actions of calls, which the type definitions do not all know. */
type SessionAction = MediaSessionAction | "enterpictureinpicture";

/** Lets headset buttons, lock screens and the browser's own media controls mute, stop the camera and hang up. */
export function useMediaSession(hands: MediaSessionHands): void {
  const latest = useRef(hands);
  useEffect(() => {
    latest.current = hands;
  });
  useEffect(() => {
    const actions: Readonly<Record<string, () => void>> = {
      togglemicrophone: () => latest.current.onMicrophone(),
      togglecamera: () => latest.current.onCamera(),
      hangup: () => latest.current.onLeave(),
      enterpictureinpicture: () => latest.current.onPictureInPicture(),
    };
    for (const [action, run] of Object.entries(actions)) handle(action as SessionAction, run);
    return () => {
      for (const action of Object.keys(actions)) handle(action as SessionAction, null);
    };
  }, []);

  const { microphoneOn, cameraOn } = hands;
  useEffect(() => {
    const { mediaSession } = navigator as { readonly mediaSession?: CaptureIndicators };
    // Where it is refused, the indicators are the browser's own.
    const ask = async () => {
      await mediaSession?.setMicrophoneActive?.(microphoneOn);
      await mediaSession?.setCameraActive?.(cameraOn);
    };
    ask().catch(() => undefined);
  }, [microphoneOn, cameraOn]);
}

function handle(action: SessionAction, run: (() => void) | null): void {
  const session = (navigator as Partial<Navigator>).mediaSession;
  try {
    session?.setActionHandler(action as MediaSessionAction, run);
  } catch {
    // This browser has no such action.
  }
}
