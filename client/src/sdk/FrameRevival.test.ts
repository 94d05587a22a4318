import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { FrameRevival, MAX_REVIVALS } from "./FrameRevival.ts";

const ROTATE_SECONDS = 30;

function revival() {
  const frames = { restart: vi.fn(), connectKeys: vi.fn() };
  const keys = { post: vi.fn() };
  const givenUp = vi.fn();
  return { frames, keys, givenUp, revival: new FrameRevival(frames, keys, ROTATE_SECONDS, givenUp) };
}

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe("a dead frame worker", () => {
  it("is replaced by one that waits for the next epoch", () => {
    const { revival: revived, frames, keys, givenUp } = revival();
    expect(revived.waiting).toBe(false);
    expect(revived.revive()).toBe(true);
    expect(frames.restart).toHaveBeenCalledOnce();
    expect(keys.post).toHaveBeenCalledOnce();
    expect(revived.waiting).toBe(true);
    revived.connected();
    revived.epochCame();
    expect(revived.waiting).toBe(false);
    vi.advanceTimersByTime(10_000 * ROTATE_SECONDS);
    expect(givenUp).not.toHaveBeenCalled();
    revived.close();
  });

  it("has no use for an epoch whose key went to the old worker", () => {
    const { revival: revived } = revival();
    revived.revive();
    revived.epochCame();
    expect(revived.waiting).toBe(true);
    revived.close();
  });

  it("is given up when no key comes for the new one", () => {
    const { revival: revived, givenUp } = revival();
    revived.revive();
    revived.connected();
    vi.advanceTimersByTime(3_000 * ROTATE_SECONDS);
    expect(givenUp).toHaveBeenCalledOnce();
  });

  it("is given up when its successors die too", () => {
    const { revival: revived, frames, givenUp } = revival();
    for (let death = 0; death < MAX_REVIVALS; death++) expect(revived.revive()).toBe(true);
    expect(givenUp).not.toHaveBeenCalled();
    expect(revived.revive()).toBe(false);
    expect(frames.restart).toHaveBeenCalledTimes(MAX_REVIVALS);
    expect(givenUp).toHaveBeenCalledOnce();
    expect(revived.waiting).toBe(true);
    revived.close();
  });
});
