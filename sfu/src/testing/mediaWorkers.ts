import { observer, type types } from "mediasoup";
import { afterAll, beforeAll } from "vitest";

/** The media worker processes that are started during the tests of a file. */
export interface MediaWorkers {
  /** Those that run. */
  readonly running: readonly types.Worker[];
  /** Kills the process that a router is in. */
  killWorkerOf(router: types.Router | undefined): Promise<void>;
}

/** Watches them from before the file's tests on; to be called before an SFU is started. */
export function watchWorkers(): MediaWorkers {
  const workers: types.Worker[] = [];
  const seen = (worker: types.Worker): void => void workers.push(worker);
  beforeAll(() => {
    observer.on("newworker", seen);
  });
  afterAll(() => {
    observer.off("newworker", seen);
  });
  return {
    get running() {
      return workers.filter(({ closed }) => !closed);
    },
    killWorkerOf: async (router) => {
      for (const worker of workers) {
        if (worker.closed || !(await worker.dump()).routerIds.includes(router?.id ?? "")) continue;
        process.kill(worker.pid, "SIGKILL");
        return;
      }
      throw new Error("on no worker");
    },
  };
}
