import type { Browser, Page } from "playwright-core";
import { cpuOf, cpuOfProcess, type Thread, workerThreads } from "../browser/threads.ts";
import {
  type BenchPage,
  type Counts,
  type Direction,
  directions,
  type Kind,
  kindsOf,
  type Load,
  type Metered,
  type Mode,
} from "./plan.ts";

/** What one slice of time showed. */
export interface Slice {
  readonly load: Load;
  readonly seconds: number;
  /** Of all threads of the page's process, seconds; undefined if the page has no worker to know its process by. */
  readonly processCpu: number | undefined;
  /** CPU time of each direction's worker, seconds, and the frames that it had. */
  readonly workers: Readonly<Record<Direction, { readonly cpu: number; readonly frames: number }>>;
}

/** The state of a page at one moment. */
export interface Look {
  readonly at: number;
  readonly counts: Counts;
  readonly cpu: Readonly<Record<Direction, number>>;
  readonly processCpu: number | undefined;
}

/** What happened between two looks at a page that sent one load. */
export function sliceBetween(load: Load, before: Look, after: Look): Slice {
  const worker = (direction: Direction) => ({
    cpu: after.cpu[direction] - before.cpu[direction],
    frames: kindsOf(load).reduce(
      (sum, kind) => sum + after.counts[kind][direction] - before.counts[kind][direction],
      0,
    ),
  });
  return {
    load,
    seconds: (after.at - before.at) / 1000,
    processCpu: after.processCpu === undefined ? undefined : after.processCpu - (before.processCpu ?? NaN),
    workers: { encrypt: worker("encrypt"), decrypt: worker("decrypt") },
  };
}

/** A page in which one mode sends to itself, and the threads of its two workers. */
export class ModePage {
  readonly mode: Mode;
  readonly #page: Page;
  readonly #threads = new Map<Direction, Thread>();

  private constructor(mode: Mode, page: Page) {
    this.mode = mode;
    this.#page = page;
  }

  /** Opens the page; nothing is sent yet. @throws if the threads of its workers cannot be told */
  static async open(
    { browser, pid }: { browser: Browser; pid: number },
    origin: string,
    mode: Mode,
    metered: boolean,
  ): Promise<ModePage> {
    const context = await browser.newContext();
    const page = await context.newPage();
    page.on("pageerror", (error) => process.stderr.write(`${mode}: ${error.message}\n`));
    await page.goto(origin);
    await page.waitForFunction(() => "bench" in window);
    const opened = new ModePage(mode, page);
    await opened.#ask((bench, [wanted, isMetered]) => bench.begin(wanted, isMetered), [
      mode,
      metered,
    ] as const);
    for (const direction of mode === "none" ? [] : directions) {
      const before = new Set(workerThreads(pid).map(({ tid }) => tid));
      await opened.#ask((bench, wanted) => bench.startWorker(wanted), direction);
      const [thread, ...others] = workerThreads(pid).filter(({ tid }) => !before.has(tid));
      if (thread === undefined || others.length > 0) throw new Error("cannot tell the worker's thread");
      opened.#threads.set(direction, thread);
    }
    await opened.#ask((bench) => bench.connect(), undefined);
    return opened;
  }

  /** Sends a load, or nothing. */
  async activate(load: Load | undefined): Promise<void> {
    await this.#activate(load === undefined ? [] : kindsOf(load));
  }

  /** What the page has sent and spent so far. */
  async look(): Promise<Look> {
    const counts = await this.#ask((bench) => bench.counts(), undefined);
    const cpu = (direction: Direction): number => {
      const thread = this.#threads.get(direction);
      return (thread === undefined ? undefined : cpuOf(thread)) ?? NaN;
    };
    const pid = this.#threads.get("encrypt")?.pid;
    return {
      at: performance.now(),
      counts,
      cpu: { encrypt: cpu("encrypt"), decrypt: cpu("decrypt") },
      processCpu: pid === undefined ? undefined : cpuOfProcess(pid),
    };
  }

  /** Sends one kind for a while and says how long frames were. */
  async meter(kind: Kind, forMs: number): Promise<Metered> {
    await this.#ask((bench) => bench.metered(), undefined);
    await this.#activate([kind]);
    await sleep(forMs);
    await this.#activate([]);
    return await this.#ask((bench) => bench.metered(), undefined);
  }

  async close(): Promise<void> {
    await this.#page.context().close();
  }

  async #activate(kinds: readonly Kind[]): Promise<void> {
    await this.#ask((bench, wanted) => bench.activate(wanted), kinds);
  }

  /** Runs in the page. */
  async #ask<A, T>(what: (bench: BenchPage, argument: A) => T | Promise<T>, argument: A): Promise<T> {
    const given = argument === undefined ? "undefined" : JSON.stringify(argument);
    return await this.#page.evaluate<T>(`(${what.toString()})(window.bench, ${given})`);
  }
}

/** Resolves after some ms. */
export function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
