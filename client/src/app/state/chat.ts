import type { ChatMessage } from "../../sdk/index.ts";

/** Longest message that can be sent, in bytes of UTF-8. */
export const LONGEST_MESSAGE_BYTES = 16 * 1024;
/** Messages of one person within this time stand together, ms. */
const TOGETHER_MS = 3 * 60_000;

/** Messages that stand together under one name. */
export interface ChatGroup {
  readonly id: string;
  readonly name: string;
  readonly mine: boolean;
  readonly at: number;
  readonly messages: readonly ChatMessage[];
}

/** Messages in order, those of one person in a row together. */
export function chatGroups(messages: readonly ChatMessage[]): ChatGroup[] {
  const groups: (ChatGroup & { messages: ChatMessage[] })[] = [];
  for (const message of messages) {
    const last = groups.at(-1);
    const before = last?.messages.at(-1);
    const goesOn = before?.from === message.from && before.name === message.name;
    if (last !== undefined && goesOn && message.at - last.at < TOGETHER_MS) last.messages.push(message);
    else groups.push({ id: message.id, ...pick(message), messages: [message] });
  }
  return groups;
}

function pick({ name, mine, at }: ChatMessage): Pick<ChatGroup, "name" | "mine" | "at"> {
  return { name, mine, at };
}

/** How many of others came after the last one that was seen. */
export function unreadOf(messages: readonly ChatMessage[], lastSeen: string | undefined): number {
  const from = messages.findIndex(({ id }) => id === lastSeen);
  return messages.slice(from + 1).filter(({ mine }) => !mine).length;
}

/** What came after a message; all where that is not there. */
export function messagesAfter(
  messages: readonly ChatMessage[],
  lastId: string | undefined,
): readonly ChatMessage[] {
  return messages.slice(messages.findIndex(({ id }) => id === lastId) + 1);
}

/** Longest part of a message that is told, in characters. */
const EXCERPT = 140;

/** A message as a short notice tells it: on one line, cut where it is long. */
export function excerpt(text: string): string {
  const characters = [...text.slice(0, 4 * EXCERPT).replace(/\s+/g, " ")];
  const isWhole = characters.length <= EXCERPT && text.length <= 4 * EXCERPT;
  return isWhole ? characters.join("") : `${characters.slice(0, EXCERPT - 1).join("")}…`;
}

/** Whether a message fits into what members take. */
export function fits(text: string): boolean {
  return new TextEncoder().encode(text).length <= LONGEST_MESSAGE_BYTES;
}
