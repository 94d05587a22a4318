import { SottoError } from "@sotto/shared/codec";
import { parseLink } from "@sotto/shared/ids";
import type { Call, JoinOptions } from "./Call.ts";
import { hasTransforms } from "./browsers/index.ts";
import { CallSession } from "./CallSession.ts";
import { FailedCall } from "./FailedCall.ts";
import { SdkError } from "./SdkError.ts";

/**
 * Joins the call that a link names. Returns at once and never throws: progress shows in the call's state, and so do
 * `link/incomplete`, `link/malformed` and `browser/unsupported`, with which nothing was opened.
 */
export function joinCall(link: string, options: JoinOptions): Call {
  try {
    const linkSecret = parseLink(link);
    if (!hasTransforms()) throw new SdkError("browser/unsupported", "this browser cannot encrypt frames");
    return new CallSession(linkSecret, options);
  } catch (error) {
    if (!(error instanceof SottoError)) throw error;
    return new FailedCall({ code: error.code, message: error.message }, options);
  }
}
