import { describe, expect, it } from "vitest";
import {
  BYPASS_MS,
  look,
  type SendSample,
  type SendWatch,
  watchFrom,
  WORKER_SILENCE_MS,
} from "./watchdog.ts";

/** Looks once a second at a stream of 15 frames a second, and gives the second at which it is stopped. */
function failsAt(seconds: number, sampleAt: (second: number) => Partial<SendSample>): number | undefined {
  let watch: SendWatch | undefined;
  for (let second = 0; second <= seconds; second++) {
    const sample: SendSample = {
      at: second * 1000,
      encoded: second * 15,
      transformed: second * 15,
      workerHeardAt: second * 1000 - 200,
      ...sampleAt(second),
    };
    if (watch === undefined) watch = watchFrom(sample);
    else {
      const seen = look(watch, sample);
      if (seen.failed) return second;
      watch = seen.watch;
    }
  }
  return undefined;
}

describe("the watchdog of a stream that is sent", () => {
  it("lets a stream be whose frames all go through the transform", () => {
    expect(failsAt(60, () => ({}))).toBeUndefined();
  });

  it("stops a stream whose frames are encoded and no longer reach the transform", () => {
    const second = failsAt(60, (at) => (at > 10 ? { transformed: 150 } : {}));
    expect(second).toBe(10 + BYPASS_MS / 1000);
  });

  it("stops a stream whose worker has died", () => {
    const second = failsAt(60, (at) =>
      at > 10 ? { workerHeardAt: 10_000, encoded: 150, transformed: 150 } : {},
    );
    expect(second).toBe(10 + WORKER_SILENCE_MS / 1000 + 1);
  });

  it("lets a camera be that is off, and encodes nothing", () => {
    expect(failsAt(60, (at) => (at > 10 ? { encoded: 150, transformed: 150 } : {}))).toBeUndefined();
  });

  it("judges nothing after the page slept, and goes on from there", () => {
    const asleep = (at: number): Partial<SendSample> =>
      at >= 5 ? { at: (at + 600) * 1000, workerHeardAt: 5_000 } : {};
    // The worker's first words after the sleep are on their way at the first look, and are here at the next.
    expect(
      failsAt(6, (at) => ({ ...asleep(at), ...(at === 6 && { workerHeardAt: 605_500 }) })),
    ).toBeUndefined();
  });
});
