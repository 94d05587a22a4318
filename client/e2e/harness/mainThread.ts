import type { Browser, Page } from "playwright-core";

/** One task of a page's main thread, ms. */
export interface Task {
  /** By the clock: with what other processes took in between. */
  readonly wall: number;
  /** Of the processor. */
  readonly busy: number;
}

/** A complete event of a trace, or one that names a thread. */
interface TraceEvent {
  readonly ph: string;
  readonly name: string;
  readonly pid: number;
  readonly tid: number;
  readonly dur?: number;
  readonly tdur?: number;
  readonly args?: { readonly name?: string };
}

/** Records what the main thread of a page does, until it is asked for it. */
export async function recordTasks(browser: Browser, page: Page): Promise<() => Promise<Task[]>> {
  await browser.startTracing(page, { categories: ["toplevel"] });
  return async () => {
    const trace = JSON.parse((await browser.stopTracing()).toString()) as { traceEvents: TraceEvent[] };
    const place = ({ pid, tid }: TraceEvent): string => `${pid} ${tid}`;
    const main = new Set(
      trace.traceEvents
        .filter(
          ({ ph, name, args }) => ph === "M" && name === "thread_name" && args?.name === "CrRendererMain",
        )
        .map(place),
    );
    return trace.traceEvents
      .filter((event) => event.ph === "X" && event.name.endsWith("RunTask") && main.has(place(event)))
      .map(({ dur = 0, tdur = 0 }) => ({ wall: dur / 1_000, busy: tdur / 1_000 }));
  };
}

interface WatchedWindow extends Window {
  longTasks: number[];
}

/** In the page, before its scripts: notes how long each task took that the page itself calls long, ms. */
export function watchLongTasks(): void {
  const longTasks: number[] = [];
  Object.assign(window, { longTasks });
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) longTasks.push(duration);
  }).observe({ type: "longtask", buffered: true });
}

/** How long the page's long tasks took since this was asked last, ms. */
export async function longTasks(page: Page): Promise<number[]> {
  return await page.evaluate(() => (window as unknown as WatchedWindow).longTasks.splice(0));
}

/** Has the page compute without a pause. Resolves when it is done. */
export async function occupy(page: Page, ms: number): Promise<void> {
  await page.evaluate(async (duration) => {
    await new Promise<void>((resolve) => {
      setTimeout(() => {
        const end = performance.now() + duration;
        while (performance.now() < end);
        resolve();
      });
    });
  }, ms);
}
