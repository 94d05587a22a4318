import { readdirSync, readFileSync } from "node:fs";

/** What a process has used so far. */
export interface ProcessUsage {
  readonly cpuSeconds: number;
  readonly rssBytes: number;
}

/** Linux counts processor time in these everywhere, per second. */
const TICKS = 100;
const PAGE = 4_096;

/** Usage of one process; undefined where there is no such process, or no /proc. */
export function usageOf(pid: number): ProcessUsage | undefined {
  try {
    const fields = statOf(pid);
    return {
      // utime and stime, and resident pages: fields 14, 15 and 24 of proc(5).
      cpuSeconds: (Number(fields[11]) + Number(fields[12])) / TICKS,
      rssBytes: Number(fields[21]) * PAGE,
    };
  } catch {
    return undefined;
  }
}

/** A process and all that descend from it. */
export function processTree(pid: number): number[] {
  const parents = new Map<number, number>();
  try {
    for (const name of readdirSync("/proc")) {
      if (!/^\d+$/.test(name)) continue;
      try {
        parents.set(Number(name), Number(statOf(Number(name))[1]));
      } catch {
        // It has ended since the folder was read.
      }
    }
  } catch {
    return [pid];
  }
  const tree = [pid];
  for (const member of tree) for (const [child, parent] of parents) if (parent === member) tree.push(child);
  return tree;
}

/** The fields behind the name, which may hold anything. */
function statOf(pid: number): string[] {
  const text = readFileSync(`/proc/${pid}/stat`, "utf8");
  return text.slice(text.lastIndexOf(")") + 2).split(" ");
}
