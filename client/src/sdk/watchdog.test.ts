import { describe, expect, it } from "vitest";
import { BYPASS_MS, FIRST_CALL_MS, look, type SendSample, sendWatch, WORKER_SILENCE_MS } from "./watchdog.ts";

/** A healthy stream: 20 frames encoded and transformed a second, the worker heard at each look. */
function sample(seconds: number, extra: Partial<SendSample> = {}): SendSample {
  const at = seconds * 1000;
  return {
    at,
    called: true,
    expectedSince: 0,
    encoded: 20 * seconds,
    transformed: 20 * seconds,
    workerHeardAt: at,
    ...extra,
  };
}

/** The verdict after all samples, or the first that is not "safe". */
function verdictOf(samples: readonly SendSample[]): string {
  let watch = sendWatch;
  for (const next of samples) {
    const looked = look(watch, next);
    if (looked.verdict !== "safe") return looked.verdict;
    watch = looked.watch;
  }
  return "safe";
}

const seconds = (count: number) => Array.from({ length: count }, (_, second) => second);

describe("the watchdog", () => {
  it("lets a healthy stream be", () => {
    expect(verdictOf(seconds(60).map((at) => sample(at)))).toBe("safe");
  });

  it("stops a stream whose frames go past the transform", () => {
    const samples = seconds(20).map((at) => sample(at, { transformed: Math.min(at, 5) * 20 }));
    expect(verdictOf(samples)).toBe("transform/stopped");
    expect(verdictOf(samples.slice(0, 5 + BYPASS_MS / 1000))).toBe("safe");
  });

  it("lets a stream be that sends nothing, such as a camera that is off", () => {
    const still = { encoded: 100, transformed: 100 };
    expect(verdictOf(seconds(60).map((at) => sample(at, at < 5 ? {} : still)))).toBe("safe");
  });

  it("does not take two counters read at different moments for a bypass", () => {
    const samples = seconds(30).map((at) => sample(at, { encoded: 100 + (at % 2) * 5, transformed: 100 }));
    expect(verdictOf(samples)).toBe("safe");
  });

  it.each([0, 4])(
    "lets a camera be that goes on after nobody looked (%d frames not reported then)",
    (late) => {
      const resting = { encoded: 100, transformed: 100 - late };
      // At 30 s it goes on; the first report of the transform comes after the look at 31 s.
      const samples = seconds(40).map((at) => {
        if (at < 5) return sample(at);
        if (at <= 30) return sample(at, resting);
        const encoded = 100 + 40 * (at - 30);
        return sample(at, { encoded, transformed: at === 31 ? 100 - late : encoded });
      });
      expect(verdictOf(samples)).toBe("safe");
    },
  );

  it("does not take a worker that reports late for a bypass", () => {
    // At 30 s the camera goes on; the worker reports at 30.5 s, and then not before 33.4 s.
    const samples = seconds(60).map((at) => {
      const encoded = 100 + 20 * Math.max(0, at - 30);
      if (at <= 30) return sample(at, { encoded, transformed: encoded });
      if (at <= 33) return sample(at, { encoded, transformed: 100, workerHeardAt: 30_500 });
      return sample(at, { encoded, transformed: encoded });
    });
    expect(verdictOf(samples)).toBe("safe");
  });

  it("stops a stream that goes past the transform slowly, or after a rest", () => {
    const slow = seconds(30).map((at) => sample(at, { encoded: 100 + at, transformed: 100 }));
    expect(verdictOf(slow)).toBe("transform/stopped");
    const rested = seconds(30).map((at) =>
      sample(at, { encoded: 100 + 20 * Math.max(0, at - 20), transformed: 100 }),
    );
    expect(verdictOf(rested)).toBe("transform/stopped");
    expect(verdictOf(rested.slice(0, 21 + BYPASS_MS / 1000))).toBe("transform/stopped");
  });

  it("stops a stream whose worker is not heard any more", () => {
    const samples = seconds(20).map((at) => sample(at, { workerHeardAt: Math.min(at, 5) * 1000 }));
    expect(verdictOf(samples)).toBe("transform/stopped");
    expect(verdictOf(samples.slice(0, 6 + WORKER_SILENCE_MS / 1000))).toBe("safe");
  });

  it("stops a stream whose transform is never called", () => {
    const samples = seconds(20).map((at) => sample(at, { called: false, transformed: 0, encoded: 0 }));
    expect(verdictOf(samples)).toBe("transform/not-called");
    expect(verdictOf(samples.slice(0, FIRST_CALL_MS / 1000))).toBe("safe");
  });

  it("stops it sooner if packets go out meanwhile", () => {
    const samples = seconds(20).map((at) =>
      sample(at, { called: false, transformed: 0, expectedSince: undefined }),
    );
    expect(verdictOf(samples)).toBe("transform/not-called");
  });

  it("waits for the first call while nothing can flow", () => {
    const waiting = { called: false, transformed: 0, encoded: 0, expectedSince: undefined };
    expect(verdictOf(seconds(60).map((at) => sample(at, waiting)))).toBe("safe");
  });

  it("judges nothing right after the page slept", () => {
    const samples = [sample(0), sample(1), sample(600, { transformed: 20, workerHeardAt: 1000 })];
    expect(verdictOf(samples)).toBe("safe");
    expect(verdictOf([...samples, sample(601), sample(602)])).toBe("safe");
  });
});
