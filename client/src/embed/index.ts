/** Calls in other people's pages: `createCall` and `<sotto-call>` put a frame of Sotto's origin there and talk with it. */
export {
  type CardWishes,
  createCall,
  type CreateCallOptions,
  type EmbeddedCall,
  type UserInfo,
} from "./host/createCall.ts";
export { type SottoCall, sottoCallClass } from "./host/SottoCallElement.ts";
export { type ExternalApiOptions, SottoExternalAPI } from "./host/SottoExternalAPI.ts";
export {
  type CallMethods,
  EmbedError,
  type EmbedDevices,
  type EmbedParticipant,
  type EmbedState,
  type EventDetail,
  type EventName,
} from "./protocol/index.ts";
