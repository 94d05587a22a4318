import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { type Demanding, highestWanted, ProducerDemand, SETTLE_MS } from "./ProducerDemand.ts";

/** A receiver whose wishes the test speaks for. */
class Receiver implements Demanding {
  paused = false;
  preferredLayers: { spatialLayer: number } | undefined;
  readonly #listeners = new Map<string, () => void>();
  readonly observer = {
    on: (event: string, listener: () => void) => this.#listeners.set(event, listener),
  };

  constructor(spatialLayer?: number) {
    if (spatialLayer !== undefined) this.preferredLayers = { spatialLayer };
  }

  pause(): void {
    this.paused = true;
    this.#listeners.get("pause")?.();
  }
  resume(): void {
    this.paused = false;
    this.#listeners.get("resume")?.();
  }
  close(): void {
    this.#listeners.get("close")?.();
  }
}

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe("what is wanted of a producer", () => {
  it("is the most that anybody who receives wants", () => {
    expect(highestWanted([new Receiver(0), new Receiver(1)])).toBe(1);
    const away = new Receiver(2);
    away.pause();
    expect(highestWanted([away, new Receiver(0)])).toBe(0);
    expect(highestWanted([away])).toBe(-1);
  });

  it("is everything to a receiver that did not say", () => {
    expect(highestWanted([new Receiver(), new Receiver(0)])).toBe(7);
  });
});

describe("a sender", () => {
  it("is told after a while that nobody looks, and at once that somebody does", () => {
    const tell = vi.fn();
    const demand = new ProducerDemand(tell);
    vi.advanceTimersByTime(SETTLE_MS);
    expect(tell.mock.calls).toEqual([[-1]]);
    demand.add(new Receiver(1));
    expect(tell.mock.calls).toEqual([[-1], [1]]);
  });

  it("is not told of somebody who looks away for a moment", () => {
    const tell = vi.fn();
    const demand = new ProducerDemand(tell);
    const receiver = new Receiver(7);
    demand.add(receiver);
    receiver.pause();
    vi.advanceTimersByTime(SETTLE_MS - 1);
    receiver.resume();
    vi.advanceTimersByTime(2 * SETTLE_MS);
    expect(tell).not.toHaveBeenCalled();
  });

  it("is told of less when the last who wanted more goes", () => {
    const tell = vi.fn();
    const demand = new ProducerDemand(tell);
    const large = new Receiver(2);
    demand.add(large);
    demand.add(new Receiver(0));
    vi.advanceTimersByTime(SETTLE_MS);
    large.close();
    vi.advanceTimersByTime(SETTLE_MS);
    expect(tell.mock.calls).toEqual([[2], [0]]);
  });

  it("hears nothing after it has ended", () => {
    const tell = vi.fn();
    const demand = new ProducerDemand(tell);
    demand.close();
    vi.advanceTimersByTime(10 * SETTLE_MS);
    expect(tell).not.toHaveBeenCalled();
  });
});
