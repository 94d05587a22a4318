/** Frame encryption as RFC 9605 has it: bytes in, bytes out. Who may send what, and when, is decided elsewhere. */
export { SframeError, type SframeErrorCode } from "./errors.ts";
export { FIRST_COUNTER, FrameCounter, MAX_FRAMES_PER_KEY } from "./frameCounter.ts";
export { FrameKey, LONGEST_AT_ONCE, type Soon } from "./frameKey.ts";
export {
  type CallHeader,
  decodeHeader,
  encodeHeader,
  MAX_HEADER_LENGTH,
  readCallHeader,
  type SframeHeader,
} from "./header.ts";
export { deriveSframeKeys, type SframeKeys } from "./keys.ts";
export { epochLowOf, type KidParts, leafBitsOf, MAX_RATCHET_STEPS, packKid, unpackKid } from "./kid.ts";
export { pad, unpad } from "./padding.ts";
export { ratchetBaseKey } from "./ratchet.ts";
export { REPLAY_WINDOW, ReplayWindow } from "./replayWindow.ts";
export { asSframeSuite, NONCE_LENGTH, type SframeSuite, type SuiteParameters, suites } from "./suites.ts";
export { SyncSealer } from "./syncSealer.ts";
export { decryptFrame, encryptFrame, importSframeKey, type SframeKey } from "./webCipher.ts";
