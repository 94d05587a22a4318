/** Who the people of a call are to this device: verified, changed, or one's own other devices. */
export { type IdentityFacet, Identity } from "./Identity.ts";
export { isSameIdentity, UNKNOWN_IDENTITY } from "./personIdentity.ts";
