import type { GroupLogs, Mailboxes, Notes, Storage } from "../storage/index.ts";
import type { SeededRandom } from "./seededRandom.ts";

/** A store whose every answer, and every effect, comes some turns late: as over a network, in an order of its own. */
export function delayedStorage(storage: Storage, random: SeededRandom): Storage {
  const pause = async (): Promise<void> => {
    for (let turns = random.below(8); turns > 0; turns -= 1) {
      await new Promise<void>((resolve) => setImmediate(resolve));
    }
  };
  const late = async <T>(call: () => Promise<T>): Promise<T> => {
    await pause();
    const result = await call();
    await pause();
    return result;
  };
  const { logs, mailboxes, notes } = storage;
  const lateLogs: GroupLogs = {
    create: (...args) => late(() => logs.create(...args)),
    head: (...args) => late(() => logs.head(...args)),
    append: (...args) => late(() => logs.append(...args)),
    read: (...args) => late(() => logs.read(...args)),
    trim: (...args) => late(() => logs.trim(...args)),
    keep: (...args) => late(() => logs.keep(...args)),
    watch: (...args) => late(() => logs.watch(...args)),
  };
  const lateMailboxes: Mailboxes = {
    read: (...args) => late(() => mailboxes.read(...args)),
    write: (...args) => late(() => mailboxes.write(...args)),
    remove: (...args) => late(() => mailboxes.remove(...args)),
  };
  const lateNotes: Notes = {
    leave: (...args) => late(() => notes.leave(...args)),
    read: (...args) => late(() => notes.read(...args)),
    watch: (...args) => late(() => notes.watch(...args)),
  };
  return { ...storage, logs: lateLogs, mailboxes: lateMailboxes, notes: lateNotes };
}
