import type { Call, JoinOptions } from "./Call.ts";

/** Joins the call that a link names. Returns at once; progress and failure show in the call's state. */
export function joinCall(_link: string, _options: JoinOptions): Call {
  throw new Error("not yet");
}
