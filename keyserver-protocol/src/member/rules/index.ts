/** The rules of a call: pure functions that all members evaluate alike. */
export { authorizeCommit, type JudgedMember } from "./authorizeCommit.ts";
export { mayBeRemoved, NO_EVIDENCE, withMessage, withOffender, type Evidence } from "./evidence.ts";
export { decodePolicy, encodePolicy, initialPolicy, MAX_CALL_SIZE, type Policy } from "./policy.ts";
export { rosterEntries, rosterOf, type RosterMember } from "./roster.ts";
export { commitOrder, rotationOrder } from "./turns.ts";
