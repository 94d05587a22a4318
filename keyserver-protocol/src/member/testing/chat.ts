import type { AppMessage } from "../api.ts";

/** A chat message with an id that is always the same, so that tests can compare what came with what was sent. */
export function chat(text: string): AppMessage {
  return { type: "chat", id: new Uint8Array(16).fill(5), text };
}
