/** Processes full of participants. */
export { Crew } from "./Crew.ts";
export { type CallSetting, type CrewCounts } from "./messages.ts";
