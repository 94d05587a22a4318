import type { MemberSession, OpenMemberOptions } from "./api.ts";

/** Opens a member's end of a call and starts to join it; progress comes as events. */
export function openMember(options: OpenMemberOptions): MemberSession {
  throw new Error(`not connected to ${options.keyserverUrl.length} bytes of URL`);
}
