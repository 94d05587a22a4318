/** Frames of realistic sizes and rates, sealed as a member seals them, and checked when they come. */
export { audioFrame, contentOf, TRAILER_BYTES, videoFrame } from "./content.ts";
export { MemberKeys, type Opened } from "./MemberKeys.ts";
export { frameSize, type Profile, profileOf, type SourceName } from "./profiles.ts";
