/** Who somebody is in a call: a name and a device key, signed for one leaf of one call. */
export {
  decodeCredential,
  isCredentialFor,
  isSameInstance,
  openCredential,
  signCredential,
  type Credential,
} from "./credential.ts";
export { asCrossSignatures, crossSign, isCrossSignature, MAX_CROSS_SIGNATURES } from "./crossSignature.ts";
export { isDisplayName, MAX_NAME_BYTES, MAX_NAME_CHARACTERS, normaliseDisplayName } from "./displayName.ts";
export { verifyEd25519 } from "./ed25519.ts";
export { pairFingerprint } from "./pairFingerprint.ts";
export { personKeysOf } from "./persons.ts";
