import { idKey, type Storage } from "../../server/index.ts";

/** A store whose logs take no two commits for one epoch. What it is told to store is checked, whoever tells it. */
export function withCheckedLogs(storage: Storage): Storage {
  const taken = new Set<string>();
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
        const place = `${idKey(groupId)} ${record.epoch}`;
        if (taken.has(place)) throw new Error(`the log took two commits for epoch ${record.epoch}`);
        taken.add(place);
        return outcome;
      },
    },
  };
}
