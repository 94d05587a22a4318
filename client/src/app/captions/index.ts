/** Captions of what others say, made on this device or not at all. */
export { type Caption, Captions } from "./Captions.ts";
export { MixedVoices } from "./mixedVoices.ts";
export { captionMaker, type RecognitionMaker } from "./onDevice.ts";
