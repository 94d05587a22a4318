import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { RESTART_MS, SteadyWorker } from "./SteadyWorker.ts";

class ErrorEventLike extends Event {}

/** A worker as the page sees it. */
class FakeWorker {
  onmessage: ((event: { data: string }) => void) | null = null;
  onerror: ((event: Event) => void) | null = null;
  readonly postMessage = vi.fn();
  readonly terminate = vi.fn();
}

function start() {
  const workers: FakeWorker[] = [];
  const message = vi.fn();
  const fault = vi.fn();
  const create = () => {
    const worker = new FakeWorker();
    workers.push(worker);
    return worker as unknown as Worker;
  };
  const steady = new SteadyWorker<string, string>(create, { message, fault });
  const last = () => workers.at(-1) as FakeWorker;
  return { steady, workers, last, message, fault };
}

describe("a worker whose script is asked for over a network", () => {
  beforeEach(() => {
    vi.useFakeTimers();
    vi.stubGlobal("ErrorEvent", ErrorEventLike);
  });
  afterEach(() => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });

  it("gets what was posted before it ran, in order, and with what belongs to it", () => {
    const { steady, last, message } = start();
    const buffer = new ArrayBuffer(8);
    steady.post("one", [buffer]);
    steady.post("two");
    expect(last().postMessage).not.toHaveBeenCalled();
    last().onmessage?.({ data: "ready" });
    steady.post("three");
    expect(last().postMessage.mock.calls).toEqual([
      ["one", [buffer]],
      ["two", []],
      ["three", []],
    ]);
    expect(message).toHaveBeenCalledExactlyOnceWith("ready");
  });

  it("is started again when its script is lost, and gets what waits then", () => {
    const { steady, workers, last, fault } = start();
    steady.post("one");
    for (const wait of RESTART_MS) {
      const lost = last();
      lost.onerror?.(new Event("error"));
      expect(lost.terminate).toHaveBeenCalled();
      vi.advanceTimersByTime(wait);
      expect(last()).not.toBe(lost);
    }
    last().onmessage?.({ data: "ready" });
    expect(steady.current).toBe(last());
    expect(last().postMessage.mock.calls).toEqual([["one", []]]);
    expect(workers).toHaveLength(RESTART_MS.length + 1);
    expect(fault).not.toHaveBeenCalled();
  });

  it("is given up when its script never comes", () => {
    const { last, workers, fault } = start();
    for (const wait of RESTART_MS) {
      last().onerror?.(new Event("error"));
      vi.advanceTimersByTime(wait);
    }
    expect(fault).not.toHaveBeenCalled();
    last().onerror?.(new Event("error"));
    vi.runAllTimers();
    expect(fault).toHaveBeenCalledExactlyOnceWith(expect.objectContaining({ code: "app/not-loaded" }));
    expect(workers).toHaveLength(RESTART_MS.length + 1);
  });

  it("is not started again when its script fails", () => {
    const { last, workers, fault } = start();
    last().onerror?.(new ErrorEventLike("error"));
    vi.runAllTimers();
    expect(fault).toHaveBeenCalledExactlyOnceWith(expect.objectContaining({ code: "browser/unsupported" }));
    expect(workers).toHaveLength(1);
  });

  it("tells of no fault once it runs", () => {
    const { last, fault } = start();
    last().onmessage?.({ data: "ready" });
    expect(last().onerror).toBeNull();
    expect(fault).not.toHaveBeenCalled();
  });

  it("is started once for each loss, and never after its end", () => {
    const { steady, last, workers } = start();
    const first = last();
    first.onerror?.(new Event("error"));
    first.onerror?.(new Event("error"));
    vi.runAllTimers();
    expect(workers).toHaveLength(2);
    steady.terminate();
    last().onerror?.(new Event("error"));
    vi.runAllTimers();
    expect(workers).toHaveLength(2);
  });

  it("stays ended when it was ended between two starts", () => {
    const { steady, last, workers } = start();
    last().onerror?.(new Event("error"));
    steady.terminate();
    vi.runAllTimers();
    expect(workers).toHaveLength(1);
  });
});
