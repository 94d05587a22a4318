import { randomBytes } from "node:crypto";
import { asLinkSecret, type LinkSecret } from "@sotto/shared/ids";

/** The secret of a room that nobody has used. */
export function newLinkSecret(): LinkSecret {
  return asLinkSecret(new Uint8Array(randomBytes(32)));
}
