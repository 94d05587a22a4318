import type { Storage, Unwatch } from "../storage/index.ts";

/** A store that counts its watches; stopping one twice counts once. */
export function countedWatches(storage: Storage): {
  readonly storage: Storage;
  readonly count: () => number;
} {
  const active = new Set<object>();
  const counted = async (watching: Promise<Unwatch>): Promise<Unwatch> => {
    const unwatch = await watching;
    const watch = {};
    active.add(watch);
    return () => {
      active.delete(watch);
      unwatch();
    };
  };
  const { logs, notes } = storage;
  return {
    storage: {
      ...storage,
      logs: {
        create: (...args) => logs.create(...args),
        head: (...args) => logs.head(...args),
        append: (...args) => logs.append(...args),
        read: (...args) => logs.read(...args),
        trim: (...args) => logs.trim(...args),
        keep: (...args) => logs.keep(...args),
        watch: (...args) => counted(logs.watch(...args)),
      },
      notes: {
        leave: (...args) => notes.leave(...args),
        read: (...args) => notes.read(...args),
        watch: (...args) => counted(notes.watch(...args)),
      },
    },
    count: () => active.size,
  };
}
