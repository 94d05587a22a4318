/** The outer seal around everything that the key server sees. */
export { nonceOf, openBlob, padmeLength, sealBlob, type SealKind, type SealPlace } from "./seal.ts";
