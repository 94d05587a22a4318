import type { MailboxId } from "@sotto/shared/ids";
import {
  NO_REVISION,
  type Mailboxes,
  type Revision,
  type StoredMailbox,
  type WriteOutcome,
} from "../storage.ts";
import { decodeMailbox, encodeMailbox } from "./records.ts";
import type { SubjectStore } from "./subjectStore.ts";
import type { Subjects } from "./subjects.ts";

/** What stands for a mailbox that was removed, until the stream forgets the subject. */
const REMOVED = new Uint8Array(0);

/** Mailboxes in a stream that keeps the last message of each subject. */
export class StreamMailboxes implements Mailboxes {
  readonly #store: SubjectStore;
  readonly #subjects: Subjects;
  readonly #maxMailboxes: number;

  constructor(store: SubjectStore, subjects: Subjects, maxMailboxes: number) {
    this.#store = store;
    this.#subjects = subjects;
    this.#maxMailboxes = maxMailboxes;
  }

  async read(
    id: MailboxId,
  ): Promise<{ readonly revision: Revision; readonly mailbox: StoredMailbox } | undefined> {
    const last = await this.#store.last(this.#subjects.mailbox(id));
    if (last === undefined || last.data.length === 0) return undefined;
    return { revision: last.place as Revision, mailbox: decodeMailbox(last.data) };
  }

  async write(id: MailboxId, expected: Revision, mailbox: StoredMailbox): Promise<WriteOutcome> {
    const subject = this.#subjects.mailbox(id);
    if (expected !== NO_REVISION)
      return (await this.#store.write(subject, encodeMailbox(mailbox), expected)).outcome;
    const last = await this.#store.last(subject);
    if (last !== undefined && last.data.length > 0) return "conflict";
    if ((await this.#store.sizes()).subjects >= this.#maxMailboxes) return "full";
    return (await this.#store.write(subject, encodeMailbox(mailbox), last?.place ?? 0)).outcome;
  }

  async remove(id: MailboxId, expected: Revision): Promise<boolean> {
    if (expected === NO_REVISION) return false;
    const subject = this.#subjects.mailbox(id);
    const { outcome, ...written } = await this.#store.write(subject, REMOVED, expected);
    if (outcome === "conflict") return false;
    if (outcome === "full") throw new Error("no room to remove a mailbox");
    if ("place" in written) await this.#store.drop(subject, written.place + 1);
    return true;
  }

  /** Removes what has expired, and marks of removal that a server left behind when it ended. */
  async sweep(nowMs: number): Promise<void> {
    for (const subject of (await this.#store.subjects(`${this.#subjects.allMailboxes}>`)).keys()) {
      const last = await this.#store.last(subject);
      if (last === undefined) continue;
      const isOver = last.data.length === 0 || decodeMailbox(last.data).expiresAtMs <= nowMs;
      if (isOver) await this.#store.drop(subject, last.place + 1);
    }
  }
}
