import type { ScreenMotion } from "./ScreenShare.ts";

/** Content hints by what a share is made for (W3C mst-content-hint §3). */
export const hintOf: Readonly<Record<ScreenMotion, string>> = { text: "text", auto: "", video: "motion" };

/** Pictures per second that are asked of the browser. */
export const framerateOf: Readonly<Record<ScreenMotion, number>> = { text: 15, auto: 20, video: 30 };

/** Members that some browsers know beyond the type definitions; others ignore them. */
interface CaptureOptions extends DisplayMediaStreamOptions {
  readonly audio: boolean | (MediaTrackConstraints & { readonly suppressLocalAudioPlayback: boolean });
  /** So that another surface can be chosen without a new prompt. */
  readonly surfaceSwitching: "include";
  readonly systemAudio: "include" | "exclude";
  /** The call's own tab would be a hall of mirrors, and its sound an echo of everybody. */
  readonly selfBrowserSurface: "exclude";
}

/** What was chosen for sharing, marked for what it is made for. */
export interface CapturedDisplay {
  readonly video: MediaStreamTrack;
  readonly audio: MediaStreamTrack | null;
}

/**
 * Lets the person choose a surface, at its own resolution.
 * @throws DOMException `NotAllowedError` if the person chose nothing, or the browser's other errors
 */
export async function captureDisplay(audio: boolean, motion: ScreenMotion): Promise<CapturedDisplay> {
  const options: CaptureOptions = {
    video: { frameRate: { max: framerateOf[motion] } },
    audio: audio && {
      // Music and films, not speech: nothing is to be taken out of it.
      ...{ echoCancellation: false, noiseSuppression: false, autoGainControl: false },
      suppressLocalAudioPlayback: false,
      // What the call itself plays is not part of it.
      ...{ restrictOwnAudio: true },
    },
    surfaceSwitching: "include",
    systemAudio: audio ? "include" : "exclude",
    selfBrowserSurface: "exclude",
  };
  const stream = await navigator.mediaDevices.getDisplayMedia(options);
  const [video] = stream.getVideoTracks();
  const [sound = null] = stream.getAudioTracks();
  if (video === undefined) throw new DOMException("no picture was given", "NotFoundError");
  video.contentHint = hintOf[motion];
  return { video, audio: sound };
}
