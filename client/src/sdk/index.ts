/** The framework-free way into a call: `joinCall(link, options)` gives a `Call` whose state can be observed. */
export { type Call, type CallServers, type JoinOptions } from "./Call.ts";
export {
  type CallError,
  type CallEvents,
  type CallNotice,
  type CallPhase,
  type CallState,
  type LinkedDevice,
  type MediaPhase,
  type MediaState,
  type NoticeCode,
  type NoticeSeverity,
  type Person,
  type PersonIdentity,
  type PersonMedia,
} from "./callState.ts";
export type { CallDataFacet, DataListener, DataOptions } from "./data/index.ts";
export type { VideoCodec } from "./encodings.ts";
export type { ChatFacet, ChatFile, ChatMessage } from "./chat/index.ts";
export type {
  BannedDevice,
  CallPolicy,
  HostFacet,
  LobbyState,
  PolicyChange,
  PolicySettings,
  Role,
  WaitingPerson,
} from "./host/index.ts";
export { MOST_FILE_BYTES } from "./files/index.ts";
export type { RecordingFacet } from "./recording/index.ts";
export type { IdentityFacet } from "./identity/index.ts";
export { joinCall } from "./joinCall.ts";
export { type CapturedDisplay, type ScreenFacet, type ScreenMotion } from "./screen/index.ts";
export { type Quality, type StatsFacet, type StreamStats } from "./stats/index.ts";
export { type TileSize, type ViewFacet } from "./view/index.ts";
export { SdkError } from "./SdkError.ts";
