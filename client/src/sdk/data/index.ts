/** Messages between members over the forwarding server, beside the media. */
export {
  CallData,
  type CallDataFacet,
  type DataListener,
  type DataOptions,
  isAboutData,
} from "./CallData.ts";
export { type DataChannelPlace, sctpParametersOf } from "./DataChannels.ts";
