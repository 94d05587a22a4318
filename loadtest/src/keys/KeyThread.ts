import { Worker } from "node:worker_threads";
import type { AppMessage } from "@sotto/keyserver-protocol/member";
import type { FromKeys, KeyFigures, MemberNews, MemberPlan, ToKeys } from "./messages.ts";

/** A member of the group, as its media see it. */
export interface Member {
  /** Sends a message to all members, if the session lasts. */
  publish(message: AppMessage): void;
  /** Says whether the members' reports have a way. */
  setChannel(isOpen: boolean): void;
  /** Takes in another member's report. */
  heard(sealed: Uint8Array): void;
  /** Says goodbye to the group. */
  leave(): void;
  /** Ends without a word. */
  close(): void;
}

/**
 * The thread where a process's members do their part of the key agreement. Media have the process's main thread, so that
 * frames are sent, opened and timed while keys change, as they are on a device with a key worker.
 */
export class KeyThread {
  readonly #thread: Worker;
  readonly #listeners = new Map<number, (news: MemberNews) => void>();
  readonly #finished: Promise<void>;
  #figures: KeyFigures = { bytes: 0, lateMs: 0 };

  private constructor(thread: Worker) {
    this.#thread = thread;
    this.#finished = new Promise((resolve) => {
      thread.on("message", (message: FromKeys) => {
        if (message.type === "news") this.#listeners.get(message.index)?.(message.news);
        if (message.type !== "figures") return;
        this.#figures = message.figures;
        if (message.isLast) resolve();
      });
    });
  }

  /** @throws if it does not start. A fault in it later is a fault of the process. */
  static async start(): Promise<KeyThread> {
    const thread = new Worker(threadStart());
    const keys = new KeyThread(thread);
    await new Promise<void>((resolve, reject) => {
      thread.once("error", reject);
      thread.once("message", () => {
        thread.off("error", reject);
        resolve();
      });
    });
    return keys;
  }

  /** As of its last word, which it gives every second. */
  get figures(): KeyFigures {
    return this.#figures;
  }

  /** Has a member join. */
  open(plan: MemberPlan, onNews: (news: MemberNews) => void): Member {
    const { index } = plan;
    this.#listeners.set(index, onNews);
    this.#tell({ type: "open", plan });
    const end = (type: "leave" | "close"): void => {
      this.#listeners.delete(index);
      this.#tell({ type, index });
    };
    return {
      publish: (message) => {
        this.#tell({ type: "publish", index, message });
      },
      setChannel: (isOpen) => {
        this.#tell({ type: "channel", index, isOpen });
      },
      heard: (sealed) => {
        this.#tell({ type: "heard", index, sealed });
      },
      leave: () => {
        end("leave");
      },
      close: () => {
        end("close");
      },
    };
  }

  /** Resolves when it has given its last figures. */
  async finish(): Promise<void> {
    this.#tell({ type: "finish" });
    await this.#finished;
  }

  /** Ends the thread with all its members. */
  async close(): Promise<void> {
    await this.#thread.terminate();
  }

  #tell(message: ToKeys): void {
    this.#thread.postMessage(message);
  }
}

/** The thread's program. Threads of Node 20 do not have the loader of their process, so it brings its own. */
function threadStart(): URL {
  const loader = import.meta.resolve("tsx/esm/api");
  const program = new URL("thread.ts", import.meta.url).href;
  const start = `import { register } from ${JSON.stringify(loader)}; register(); await import(${JSON.stringify(program)});`;
  return new URL(`data:text/javascript,${encodeURIComponent(start)}`);
}
