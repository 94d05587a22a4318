import { parseLink } from "@sotto/shared/ids";
import type { Call, JoinOptions } from "./Call.ts";
import { hasTransforms } from "./browsers/index.ts";
import { CallSession } from "./CallSession.ts";
import { SdkError } from "./SdkError.ts";

/**
 * Joins the call that a link names. Returns at once; progress and failure show in the call's state.
 * @throws SottoError `link/incomplete` or `link/malformed`
 * @throws SdkError `browser/unsupported` if this browser cannot encrypt frames: nothing was opened then
 */
export function joinCall(link: string, options: JoinOptions): Call {
  const linkSecret = parseLink(link);
  if (!hasTransforms()) throw new SdkError("browser/unsupported", "this browser cannot encrypt frames");
  return new CallSession(linkSecret, options);
}
