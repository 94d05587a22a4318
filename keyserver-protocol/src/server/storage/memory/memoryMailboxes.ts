import type { MailboxId } from "@sotto/shared/ids";
import {
  idKey,
  NO_REVISION,
  type Mailboxes,
  type Revision,
  type StoredMailbox,
  type WriteOutcome,
} from "../storage.ts";
import type { Capacity } from "./capacity.ts";

interface Held {
  readonly revision: Revision;
  readonly mailbox: StoredMailbox;
}

/** Mailboxes of one process. Every method does its work before it yields, so each is atomic. */
export class MemoryMailboxes implements Mailboxes {
  readonly #held = new Map<string, Held>();
  readonly #capacity: Capacity;
  readonly #maxMailboxes: number;
  #lastRevision = 0;

  constructor(capacity: Capacity, maxMailboxes: number) {
    this.#capacity = capacity;
    this.#maxMailboxes = maxMailboxes;
  }

  get size(): number {
    return this.#held.size;
  }

  async read(id: MailboxId): Promise<Held | undefined> {
    return this.#held.get(idKey(id));
  }

  async write(id: MailboxId, expected: Revision, mailbox: StoredMailbox): Promise<WriteOutcome> {
    const key = idKey(id);
    const before = this.#held.get(key);
    if ((before?.revision ?? NO_REVISION) !== expected) return "conflict";
    if (before === undefined && this.#held.size >= this.#maxMailboxes) return "full";
    if (!this.#capacity.claim(mailbox.blob)) return "full";
    if (before !== undefined) this.#capacity.release(before.mailbox.blob);
    this.#lastRevision += 1;
    this.#held.set(key, { revision: this.#lastRevision as Revision, mailbox });
    return "stored";
  }

  async remove(id: MailboxId, expected: Revision): Promise<boolean> {
    const before = this.#held.get(idKey(id));
    if (before?.revision !== expected) return false;
    this.#drop(idKey(id), before);
    return true;
  }

  sweep(nowMs: number): void {
    for (const [key, held] of this.#held) if (held.mailbox.expiresAtMs <= nowMs) this.#drop(key, held);
  }

  #drop(key: string, held: Held): void {
    this.#held.delete(key);
    this.#capacity.release(held.mailbox.blob);
  }
}
