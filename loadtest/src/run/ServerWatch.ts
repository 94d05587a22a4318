import { processTree, usageOf } from "../measure/index.ts";
import type { Deployment } from "./deployment.ts";
import type { ServerUsage } from "./results.ts";

/** Processor seconds of these processes so far. */
export function cpuOf(pids: readonly number[]): number {
  return pids.reduce((sum, pid) => sum + (usageOf(pid)?.cpuSeconds ?? 0), 0);
}

interface Watched {
  readonly name: string;
  readonly pid: number;
  last: number;
  begin: number;
  memory: number;
}

/** Follows what the servers' processes take. */
export class ServerWatch {
  readonly #watched: Watched[];
  #lastAt = performance.now();
  #beganAt: number | undefined;

  constructor({ servers }: Deployment) {
    this.#watched = servers.flatMap(({ name, pid }) =>
      processTree(pid).map((member, index) => ({
        name: index === 0 ? name : `${name} worker ${index}`,
        ...{ pid: member, last: cpuOf([member]), begin: 0, memory: 0 },
      })),
    );
  }

  get hasBegun(): boolean {
    return this.#beganAt !== undefined;
  }

  get secondsSinceBegin(): number {
    return this.#beganAt === undefined ? 0 : (performance.now() - this.#beganAt) / 1_000;
  }

  /** From now on it counts. */
  begin(): void {
    this.#beganAt = performance.now();
    for (const watched of this.#watched) watched.begin = cpuOf([watched.pid]);
  }

  /** Cores by process since this was last asked. */
  since(): Record<string, number> {
    const now = performance.now();
    const seconds = (now - this.#lastAt) / 1_000;
    this.#lastAt = now;
    const cores: Record<string, number> = {};
    for (const watched of this.#watched) {
      const usage = usageOf(watched.pid);
      if (usage === undefined) continue;
      cores[watched.name] = Math.round((100 * (usage.cpuSeconds - watched.last)) / seconds) / 100;
      watched.last = usage.cpuSeconds;
      watched.memory = Math.max(watched.memory, usage.rssBytes);
    }
    return cores;
  }

  end(): ServerUsage[] {
    this.since();
    const seconds = this.secondsSinceBegin;
    return this.#watched.map(({ name, last, begin, memory }) => ({
      name,
      cores: Math.round((1_000 * (last - begin)) / seconds) / 1_000,
      memoryMiB: Math.round(memory / 1024 / 1024),
    }));
  }
}
