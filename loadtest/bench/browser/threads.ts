import { readdirSync, readFileSync } from "node:fs";

/** A thread of a process, as Linux numbers it. */
export interface Thread {
  readonly pid: number;
  readonly tid: number;
}

/** What Chromium calls the thread of a worker, cut to what Linux keeps of a name. */
const WORKER_THREAD = "DedicatedWorker";

/** The threads of all workers of a browser, oldest first. @param browserPid its first process */
export function workerThreads(browserPid: number): Thread[] {
  return descendants(browserPid)
    .flatMap((pid) => threadsOf(pid))
    .filter(({ pid, tid }) => read(`/proc/${pid}/task/${tid}/comm`)?.startsWith(WORKER_THREAD))
    .sort((a, b) => a.tid - b.tid);
}

/** CPU time that a thread has used, seconds; undefined once it has ended. */
export function cpuOf({ pid, tid }: Thread): number | undefined {
  const onCpu = read(`/proc/${pid}/task/${tid}/schedstat`)?.split(" ")[0];
  return onCpu === undefined ? undefined : Number(onCpu) / 1e9;
}

/** CPU time that all present threads of a process have used, seconds. */
export function cpuOfProcess(pid: number): number {
  return threadsOf(pid).reduce((sum, thread) => sum + (cpuOf(thread) ?? 0), 0);
}

function threadsOf(pid: number): Thread[] {
  return list(`/proc/${pid}/task`).map((tid) => ({ pid, tid: Number(tid) }));
}

function descendants(ancestor: number): number[] {
  const parents = new Map<number, number>();
  for (const name of list("/proc")) {
    const pid = Number(name);
    if (!Number.isInteger(pid)) continue;
    // The name is in brackets and may hold anything; the parent is the second field after it.
    const parent = read(`/proc/${pid}/stat`)?.split(") ").at(-1)?.split(" ")[1];
    if (parent !== undefined) parents.set(pid, Number(parent));
  }
  const found = new Set([ancestor]);
  for (let grown = true; grown;) {
    grown = false;
    for (const [pid, parent] of parents) {
      if (!found.has(parent) || found.has(pid)) continue;
      found.add(pid);
      grown = true;
    }
  }
  return [...found];
}

/** Processes and threads end while they are looked at. */
function read(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8").trim();
  } catch {
    return undefined;
  }
}

function list(path: string): string[] {
  try {
    return readdirSync(path);
  } catch {
    return [];
  }
}
