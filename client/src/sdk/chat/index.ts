/** Written messages to everybody in the call. */
export { Chat, type ChatFacet, type ChatMessage } from "./Chat.ts";
