import { type ChildProcess, fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { SourceName } from "../frames/index.ts";
import { Histogram } from "../measure/index.ts";
import type { ParticipantEvent } from "../participant/index.ts";
import { type CallSetting, type CrewCounts, type FromCrew, noCounts, type ToCrew } from "./messages.ts";

/** How long a process may take to give its last figures, ms. */
const FINISH_MS = 10_000;

interface Process {
  readonly child: ChildProcess;
  participants: number;
  counts: CrewCounts;
  finished: boolean;
}

/** The processes that the participants are spread over. */
export class Crew {
  readonly #processes: Process[] = [];
  readonly #homes = new Map<number, Process>();
  readonly #onEvent: (index: number, event: ParticipantEvent) => void;
  #recent = new Histogram();
  /** Ages of all frames that came, ms. */
  readonly delays = new Histogram();
  #lateness = { media: new Histogram(), keys: new Histogram() };

  private constructor(onEvent: (index: number, event: ParticipantEvent) => void) {
    this.#onEvent = onEvent;
  }

  /** Starts the processes. @throws Error in words if participants cannot run on this machine */
  static async start(
    count: number,
    setting: CallSetting,
    onEvent: (index: number, event: ParticipantEvent) => void,
  ): Promise<Crew> {
    const crew = new Crew(onEvent);
    try {
      await Promise.all(Array.from({ length: count }, () => crew.#startProcess(setting)));
      return crew;
    } catch (error) {
      crew.kill();
      throw error;
    }
  }

  get pids(): number[] {
    return this.#processes.flatMap(({ child: { pid } }) => pid ?? []);
  }

  /** Sums over all processes, as of their last word. */
  get counts(): CrewCounts {
    const sum: CrewCounts = { ...noCounts };
    for (const { counts } of this.#processes) {
      for (const name of Object.keys(sum) as (keyof CrewCounts)[]) sum[name] += counts[name];
    }
    return sum;
  }

  /** By how much the threads of media and of keys were late, ms: the 99th percentile of each second since `countLateness`. */
  get lateness(): { readonly media: Histogram; readonly keys: Histogram } {
    return this.#lateness;
  }

  /** Counts lateness anew. */
  countLateness(): void {
    this.#lateness = { media: new Histogram(), keys: new Histogram() };
  }

  /** Ages of the frames that came since this was last asked. */
  takeRecentDelays(): Histogram {
    const recent = this.#recent;
    this.#recent = new Histogram();
    return recent;
  }

  /** Has a participant join, in the process that has the fewest. */
  add(index: number, sends: readonly SourceName[], tiles: number): void {
    const home = [...this.#processes].sort((one, other) => one.participants - other.participants)[0];
    if (home === undefined) return;
    home.participants += 1;
    this.#homes.set(index, home);
    tell(home, { type: "add", index, sends, tiles });
  }

  /** Has a participant go, or its network break. */
  have(index: number, what: "leave" | "vanish" | "cut"): void {
    const home = this.#homes.get(index);
    if (home === undefined) return;
    if (what !== "cut") home.participants -= 1;
    tell(home, { type: what, index });
  }

  /** Ends all; resolves when they have given their last figures. */
  async finish(): Promise<void> {
    for (const process of this.#processes) tell(process, { type: "finish" });
    const begin = performance.now();
    while (this.#processes.some(({ finished }) => !finished) && performance.now() - begin < FINISH_MS) {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    this.kill();
  }

  kill(): void {
    for (const { child } of this.#processes) child.kill();
  }

  async #startProcess(setting: CallSetting): Promise<void> {
    const child = fork(fileURLToPath(new URL("child.ts", import.meta.url)), {
      execArgv: ["--import", "tsx"],
      stdio: ["ignore", "inherit", "inherit", "ipc"],
    });
    const entry: Process = { child, participants: 0, counts: { ...noCounts }, finished: false };
    this.#processes.push(entry);
    await new Promise<void>((resolve, reject) => {
      child.once("error", reject);
      child.once("exit", (code) => {
        entry.finished = true;
        reject(new Error(`a process of the load test has ended (${code})`));
      });
      child.on("message", (message: FromCrew) => {
        if (message.type === "ready") resolve();
        else if (message.type === "unable") reject(new Error(message.reason));
        else this.#heard(entry, message);
      });
    });
    tell(entry, { type: "call", setting });
  }

  #heard(entry: Process, message: Extract<FromCrew, { type: "event" | "figures" }>): void {
    if (message.type === "event") {
      this.#onEvent(message.index, message.event);
      return;
    }
    entry.counts = message.counts;
    entry.finished ||= message.isLast;
    this.delays.merge(message.delays);
    this.#recent.merge(message.delays);
    this.#lateness.media.add(message.lateMs);
    this.#lateness.keys.add(message.keysLateMs);
  }
}

function tell({ child }: Process, message: ToCrew): void {
  if (child.connected) child.send(message);
}
