/** A participant's end of the key agreement: joining a call, its epochs, its people, its messages. */
export type * from "./api.ts";
export { openMember } from "./openMember.ts";
