import { SottoError } from "@sotto/shared/codec";
import { readRoomLink } from "@sotto/shared/ids";
import type { Call, JoinOptions } from "./Call.ts";
import { hasTransforms } from "./browsers/index.ts";
import { CallSession } from "./CallSession.ts";
import { FailedCall } from "./FailedCall.ts";
import { SdkError } from "./SdkError.ts";

/**
 * Joins the call that a link names. Returns at once and never throws: progress shows in the call's state, and so do
 * `link/incomplete`, `link/malformed`, `link/password-needed` and `browser/unsupported`, with which nothing was opened.
 * A wrong password leads to another room, where nobody is.
 */
export function joinCall(link: string, options: JoinOptions): Call {
  try {
    const { secret, needsPassword } = readRoomLink(link);
    const { password = "" } = options;
    if (needsPassword && password === "") {
      throw new SdkError("link/password-needed", "this room asks for a password");
    }
    if (!hasTransforms()) throw new SdkError("browser/unsupported", "this browser cannot encrypt frames");
    return new CallSession(secret, needsPassword ? { ...options, password } : withoutPassword(options));
  } catch (error) {
    if (!(error instanceof SottoError)) throw error;
    return new FailedCall({ code: error.code, message: error.message }, options);
  }
}

/** A password that a link does not ask for has no part in the room. */
function withoutPassword({ password: _, ...options }: JoinOptions): JoinOptions {
  return options;
}
