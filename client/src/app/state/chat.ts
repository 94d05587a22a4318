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

/** Whether a message fits into what members take. */
export function fits(text: string): boolean {
  return new TextEncoder().encode(text).length <= LONGEST_MESSAGE_BYTES;
}
