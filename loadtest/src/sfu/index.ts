/** Signalling with an SFU. */
export { SfuClient, SfuRefusal } from "./SfuClient.ts";
