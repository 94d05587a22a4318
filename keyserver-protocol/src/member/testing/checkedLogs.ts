import { idKey, type Storage } from "../../server/index.ts";

/**
 * A store whose logs take no two commits for one epoch, unless the second takes the place of the first. What it is told
 * to store is checked, whoever tells it.
 */
export function withCheckedLogs(storage: Storage): Storage {
  const standing = new Map<string, Set<number>>();
  return {
    ...storage,
    logs: {
      create: (...rest) => storage.logs.create(...rest),
      head: (groupId) => storage.logs.head(groupId),
      read: (...rest) => storage.logs.read(...rest),
      trim: (...rest) => storage.logs.trim(...rest),
      keep: (...rest) => storage.logs.keep(...rest),
      watch: (...rest) => storage.logs.watch(...rest),
      append: async (groupId, expected, record) => {
        const outcome = await storage.logs.append(groupId, expected, record);
        if (outcome !== "stored" || record.kind !== "commit") return outcome;
        const { epoch, mark } = record;
        const ended = standing.get(idKey(groupId)) ?? new Set();
        standing.set(idKey(groupId), ended);
        // What followed the commit whose place is taken does not stand any more either.
        if (mark.instead > 0) for (const later of [...ended]) if (later >= epoch) ended.delete(later);
        if (ended.has(epoch)) throw new Error(`the log took two commits for epoch ${epoch}`);
        ended.add(epoch);
        return outcome;
      },
    },
  };
}
