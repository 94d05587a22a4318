/** A participant of a call without a browser. */
export { Participant, type ParticipantEvent, type ParticipantPlan } from "./Participant.ts";
