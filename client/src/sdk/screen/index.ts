/** Sharing one's own screen, with the sound of a tab or the system where the browser gives it. */
export { type CapturedDisplay, captureDisplay } from "./captureDisplay.ts";
export { type ScreenFacet, type ScreenMotion, type ScreenOptions, ScreenShare } from "./ScreenShare.ts";
