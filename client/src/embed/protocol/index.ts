/** What an embedding page and a frame of Sotto say to each other: every message is checked on both sides. */
export { Card, type CardChange, changeCard } from "./card.ts";
export { fitsAsPicture, LONGEST_PICTURE } from "./picture.ts";
export { EmbedError } from "./EmbedError.ts";
export { type EmbedEvent, EVENT_NAMES, type EventDetail, type EventName } from "./events.ts";
export {
  type Arrived,
  type Door,
  DOORS,
  type Expected,
  frameHash,
  type FrameRoute,
  isHello,
  newNonce,
  PROTOCOL_VERSION,
  readConnect,
  readFrameHash,
} from "./handshake.ts";
export { type FromFrame, readAnswer, readFromFrame, readToFrame, type ToFrame } from "./messages.ts";
export {
  type CallMethods,
  type EmbedDeviceChoice,
  type EmbedDevices,
  type EmbedStats,
  METHOD_NAMES,
  type MethodArguments,
  type MethodName,
} from "./methods.ts";
export { CHROME, type ChromePart, FrameOptions, type ParsedFrameOptions } from "./options.ts";
export { type EmbedParticipant, type EmbedState, NO_CALL } from "./state.ts";
