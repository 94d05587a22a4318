/** A participant's end of the key agreement: joining a call, its epochs, its people, its messages. */
export type * from "./api.ts";
export {
  crossSign,
  isCrossSignature,
  isDisplayName,
  MAX_CROSS_SIGNATURES,
  MAX_NAME_CHARACTERS,
  normaliseDisplayName,
  pairFingerprint,
} from "./credential/index.ts";
export { openMember } from "./openMember.ts";
export type { Integrity } from "./reports/index.ts";
export { MAX_CALL_SIZE, mayRecord, mayShare } from "./rules/index.ts";
