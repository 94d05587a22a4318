import { describe, expect, it } from "vitest";
import { MAX_IN_FLIGHT, pumpFrames } from "./pumpFrames.ts";

/** A pump over numbers, whose work is settled by hand. */
function pump() {
  let feed!: ReadableStreamDefaultController<number>;
  const written: number[] = [];
  const atOnce = new Set<number>();
  const started: number[] = [];
  const settle = new Map<number, (passes: boolean) => void>();
  const stop = new AbortController();
  const readable = new ReadableStream<number>({ start: (controller) => void (feed = controller) });
  const writable = new WritableStream<number>({ write: (frame) => void written.push(frame) });
  const work = (frame: number) => {
    started.push(frame);
    if (atOnce.has(frame)) return true;
    return new Promise<boolean>((resolve) => settle.set(frame, resolve));
  };
  const done = pumpFrames(readable, writable, work, stop.signal);
  const turn = () => new Promise<void>((resolve) => setImmediate(resolve));
  return {
    feed,
    atOnce,
    written,
    started,
    settle: (f: number, p = true) => settle.get(f)?.(p),
    stop,
    done,
    turn,
  };
}

describe("pumpFrames", () => {
  it("writes in the order of coming, whatever finishes first", async () => {
    const p = pump();
    [1, 2, 3].forEach((frame) => p.feed.enqueue(frame));
    await p.turn();
    p.settle(3);
    p.settle(2);
    await p.turn();
    expect(p.written).toEqual([]);
    p.settle(1);
    await p.turn();
    expect(p.written).toEqual([1, 2, 3]);
  });

  it("keeps what is done at once behind what came before it", async () => {
    const p = pump();
    [2, 3, 5].forEach((frame) => p.atOnce.add(frame));
    [1, 2, 3, 4].forEach((frame) => p.feed.enqueue(frame));
    await p.turn();
    expect(p.written).toEqual([]);
    p.settle(1);
    await p.turn();
    expect(p.written).toEqual([1, 2, 3]);
    p.settle(4);
    await p.turn();
    p.feed.enqueue(5);
    await p.turn();
    expect(p.written).toEqual([1, 2, 3, 4, 5]);
  });

  it("leaves out what is dropped, and goes on", async () => {
    const p = pump();
    [1, 2, 3].forEach((frame) => p.feed.enqueue(frame));
    await p.turn();
    p.settle(1, false);
    p.settle(2);
    p.settle(3, false);
    p.feed.close();
    await p.done;
    expect(p.written).toEqual([2]);
  });

  it("works on so many frames at a time and no more", async () => {
    const p = pump();
    for (let frame = 0; frame < MAX_IN_FLIGHT + 3; frame++) p.feed.enqueue(frame);
    await p.turn();
    expect(p.started).toHaveLength(MAX_IN_FLIGHT);
    p.settle(0);
    await p.turn();
    expect(p.started).toHaveLength(MAX_IN_FLIGHT + 1);
  });

  it("passes nothing on after it was stopped", async () => {
    const p = pump();
    p.feed.enqueue(1);
    await p.turn();
    p.stop.abort();
    p.settle(1);
    await p.done;
    expect(p.written).toEqual([]);
  });

  it("ends when nothing can be written any more, and leaves no failure behind", async () => {
    const enqueue = (controller: ReadableStreamDefaultController<number>) =>
      [1, 2, 3].forEach((frame) => controller.enqueue(frame));
    const readable = new ReadableStream<number>({ start: enqueue });
    const writable = new WritableStream<number>({ write: () => Promise.reject(new Error("gone")) });
    await expect(
      pumpFrames(readable, writable, () => true, new AbortController().signal),
    ).resolves.toBeUndefined();
    // Failures that nobody heard would be reported by now, and fail this test.
    await new Promise((resolve) => setImmediate(resolve));
  });
});
