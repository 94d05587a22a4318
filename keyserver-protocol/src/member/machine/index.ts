/** A member's state machine: what happens comes in, what to do goes out. */
export type { MachineOptions } from "./context.ts";
export type { Effect, MachineEvent } from "./events.ts";
export { MemberMachine } from "./memberMachine.ts";
