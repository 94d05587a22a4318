/** What differs between browsers; nothing outside this folder asks which browser it is in. */
export { attachTransform, hasTransforms, type Attachable } from "./transform.ts";
export { requestOwnKeyFrame } from "./keyFrame.ts";
export { type LayeredEncoding, limitLayers, preferDegradation } from "./layers.ts";
export { keepsSoundConstant } from "./sound.ts";
export { peerSettings } from "./peerSettings.ts";
export { packetsReceived, type SendProgress, sendProgress } from "./progress.ts";
