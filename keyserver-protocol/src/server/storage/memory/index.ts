/** A store in this process's memory: gone when the process ends, as a call's log may be. */
import type { Storage } from "../storage.ts";
import { Capacity } from "./capacity.ts";
import { MemoryGroupLogs } from "./memoryGroupLogs.ts";
import { MemoryMailboxes } from "./memoryMailboxes.ts";
import { MemoryNotes } from "./memoryNotes.ts";

/** What a memory store may hold; a write that would exceed it is refused as "full". */
export interface MemoryBounds {
  readonly groups: number;
  readonly mailboxes: number;
  /** All blobs of logs and mailboxes, and 256 bytes for each record and mailbox. */
  readonly bytes: number;
  /** The same for notes: whoever floods private mailboxes does not stop a log. */
  readonly noteBytes: number;
}

export function memoryStorage(bounds: MemoryBounds): Storage {
  const capacity = new Capacity(bounds.bytes);
  const logs = new MemoryGroupLogs(capacity, bounds.groups);
  const mailboxes = new MemoryMailboxes(capacity, bounds.mailboxes);
  const noteCapacity = new Capacity(bounds.noteBytes);
  const notes = new MemoryNotes(noteCapacity);
  return {
    logs,
    mailboxes,
    notes,
    sweep: async (nowMs) => {
      logs.sweep(nowMs);
      mailboxes.sweep(nowMs);
      notes.sweep(nowMs);
    },
    sizes: async () => ({
      groups: logs.size,
      mailboxes: mailboxes.size,
      bytes: capacity.usedBytes + noteCapacity.usedBytes,
    }),
    close: async () => undefined,
  };
}
