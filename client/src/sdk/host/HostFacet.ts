import type { RequestKind } from "@sotto/keyserver-protocol/member";
import type { PolicyChange, Role } from "../../workers/hosting.ts";

/**
 * What hosts and co-hosts can do. Everything rejects with SottoError `policy/not-allowed` for who may not, `policy/unknown`
 * for somebody who is not there, and `member/ended` after the call; `policy/no-host`, `policy/full` and `policy/invalid`
 * for what no call can hold. Resolves when the group has it.
 */
export interface HostFacet {
  /** Changes what is allowed in the call. */
  setPolicy(change: PolicyChange): Promise<void>;
  /** Lets in one of `CallState.waiting`. */
  admit(knockId: string): Promise<void>;
  admitAll(): Promise<void>;
  /** Turns one of `CallState.waiting` away; the second time, that device is banned. */
  refuse(knockId: string): Promise<void>;
  /** Removes somebody, who then can not read on; with `ban` their device can not come back to this call. */
  remove(participantKey: string, options: { readonly ban: boolean }): Promise<void>;
  /** Only hosts name hosts. */
  setRole(participantKey: string, role: Role): Promise<void>;
  /** Mutes somebody ("everybody": all others), stops their camera or screen, or asks them to unmute. */
  requestMute(participantKey: string, kind: RequestKind): Promise<void>;
  /** Ends the call for everybody; only hosts can. */
  endForAll(): Promise<void>;
}
