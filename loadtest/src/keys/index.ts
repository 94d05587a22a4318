/** The members' part of the key agreement, in a thread of its own. */
export { KeyThread, type Member } from "./KeyThread.ts";
export type { EpochKeys, MemberNews, MemberPlan } from "./messages.ts";
