import { describe, expect, it } from "vitest";
import { Feed } from "./feed.ts";

/** Lets everything that waits for nothing but other promises happen. */
const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe("feed", () => {
  it("runs one step at a time and one more for all news that came during it", async () => {
    const ends: (() => void)[] = [];
    const feed = new Feed(
      () => new Promise<void>((resolve) => ends.push(resolve)),
      () => undefined,
    );
    feed.wake();
    feed.wake();
    feed.wake();
    await settle();
    expect(ends.length).toBe(1);
    ends[0]?.();
    await settle();
    expect(ends.length).toBe(2);
    ends[1]?.();
    await settle();
    expect(ends.length).toBe(2);
    feed.wake();
    expect(ends.length).toBe(3);
  });

  it("tells of a step that failed, once, and runs no other", async () => {
    let steps = 0;
    const failures: unknown[] = [];
    const feed = new Feed(
      async () => {
        steps += 1;
        throw new Error("no");
      },
      (error) => failures.push(error),
    );
    feed.wake();
    await settle();
    feed.wake();
    await settle();
    expect([steps, failures.length, feed.stopped]).toEqual([1, 1, true]);
  });

  it("runs no step after it was stopped, and does not tell of one that fails then", async () => {
    let steps = 0;
    let fail = (): void => undefined;
    const failures: unknown[] = [];
    const feed = new Feed(
      () => {
        steps += 1;
        return new Promise<void>((_, reject) => (fail = () => reject(new Error("no"))));
      },
      (error) => failures.push(error),
    );
    feed.wake();
    feed.wake();
    feed.stop();
    fail();
    await settle();
    feed.wake();
    await settle();
    expect([steps, failures.length]).toEqual([1, 0]);
  });
});
