/** Saying to everybody in the call that one records it. The recording itself is made by whoever uses the SDK. */
export { Recording, type RecordingFacet } from "./Recording.ts";
