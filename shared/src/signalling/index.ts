/** What a client and the SFU say to each other: JSON over a WebSocket, every message checked. */
export {
  DATA_PREFIX_BYTES,
  type DataLimits,
  LOSSY_LIFETIME_MS,
  MAX_DATA_MESSAGE_BYTES,
  type Reliability,
} from "./data.ts";
export { type MediaKind } from "./fields.ts";
export { SIGNALLING_VERSION } from "./join.ts";
export {
  type ClientRequest,
  MAX_MESSAGE_BYTES,
  type Notification,
  parseClientRequest,
  parseResponseData,
  parseServerMessage,
  readMessage,
  type ServerMessage,
  type ServerResponse,
} from "./message.ts";
export { type Method, type RequestData, type ResponseData } from "./methods.ts";
export { type NotificationData, type NotificationMethod } from "./notifications.ts";
export {
  headerExtensionUris,
  type RtpCapabilities,
  rtpCapabilitiesFrom,
  type RtpParameters,
  rtpParametersFrom,
} from "./rtp.ts";
export { type SfuErrorCode, SignallingError } from "./signallingError.ts";
