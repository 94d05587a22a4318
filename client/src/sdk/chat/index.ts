/** Written messages to everybody in the call. */
export { Chat, type ChatFacet, type ChatFile, type ChatMessage } from "./Chat.ts";
