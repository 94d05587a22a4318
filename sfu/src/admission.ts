import { bytesEqualConstantTime, fromBase64Url } from "@sotto/shared/codec";
import { asSfuAdmission, sfuCallIdOf } from "@sotto/shared/ids";
import { SfuError } from "./SfuError.ts";

/**
 * Checks that an admission secret is the one that a call id is derived from. Nothing is stored: the id itself says
 * which secret opens it, so a call can be joined by who was invited and squatted by nobody.
 * @param callId 16 bytes, base64url
 * @param admission 32 bytes, base64url
 * @throws SfuError `sfu/bad-admission`
 */
export function checkAdmission(callId: string, admission: string): void {
  const expected = sfuCallIdOf(asSfuAdmission(fromBase64Url(admission)));
  if (!bytesEqualConstantTime(expected, fromBase64Url(callId))) {
    throw new SfuError("sfu/bad-admission", "this secret does not admit to this call");
  }
}
