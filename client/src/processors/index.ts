/** What can be done to pictures and sound before they are sent. Nothing of it is loaded before it is started. */
export { type BackgroundChange, BackgroundEffect } from "./background/BackgroundEffect.ts";
export { NoiseSuppression } from "./noise/NoiseSuppression.ts";
export { ProcessorError, type TrackProcessor } from "./TrackProcessor.ts";
