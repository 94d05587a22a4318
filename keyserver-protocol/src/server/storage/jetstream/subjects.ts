import type { GroupId, MailboxId } from "@sotto/shared/ids";
import { idKey, type Topic } from "../storage.ts";

/** Names of the streams and subjects of one store; a NATS account may hold several stores under different names. */
export class Subjects {
  readonly #name: string;

  /** @param name letters and digits */
  constructor(name: string) {
    this.#name = name;
  }

  stream(part: "LOGS" | "KEPT" | "MAILBOXES" | "NOTES"): string {
    return `${this.#name.toUpperCase()}_${part}`;
  }

  log(groupId: GroupId): string {
    return `${this.allLogs}${idKey(groupId)}`;
  }

  kept(groupId: GroupId): string {
    return `${this.allKept}${idKey(groupId)}`;
  }

  mailbox(id: MailboxId): string {
    return `${this.allMailboxes}${idKey(id)}`;
  }

  note(topic: Topic): string {
    return `${this.allNotes}${topic}`;
  }

  /** Where a sweep says that a log has gone; not stored. */
  removed(groupKey: string): string {
    return `${this.allRemoved}${groupKey}`;
  }

  get allLogs(): string {
    return `${this.#name}.log.`;
  }

  get allKept(): string {
    return `${this.#name}.kept.`;
  }

  get allMailboxes(): string {
    return `${this.#name}.mailbox.`;
  }

  get allNotes(): string {
    return `${this.#name}.note.`;
  }

  get allRemoved(): string {
    return `${this.#name}.removed.`;
  }
}
