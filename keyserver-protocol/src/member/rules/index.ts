/** The rules of a call: pure functions that all members evaluate alike. */
export {
  authorizeCommit,
  barrierTo,
  CALL_IS_FULL,
  mayRemove,
  NO_REASON,
  type JudgedMember,
} from "./authorizeCommit.ts";
export { deviceName } from "./deviceName.ts";
export {
  mayBeRemoved,
  NO_EVIDENCE,
  offendersOf,
  shouldBeRemoved,
  withGaps,
  withMessage,
  withOffender,
  type Evidence,
} from "./evidence.ts";
export { decodePolicy, encodePolicy, initialPolicy, MAX_CALL_SIZE, type Policy } from "./policy.ts";
export { isSamePolicy, withBan, withRole, withSettings } from "./policyChange.ts";
export { mayRecord, mayShare, refusalOfMessage } from "./refusalOfMessage.ts";
export {
  effectiveHosts,
  isBanned,
  isGuarded,
  isNamedInPolicy,
  roleOf,
  standingOf,
  type Standing,
} from "./roles.ts";
export { rosterEntries, rosterOf, type RosterMember } from "./roster.ts";
export { commitOrder, rotationOrder } from "./turns.ts";
