import { describe, expect, it } from "vitest";
import {
  BLIND_MS,
  DARK_MS,
  type ReceiveSample,
  type ReceiveVerdict,
  receiveWatch,
  SILENT_MS,
  STUCK_MS,
  watchReceived,
} from "./receiveWatch.ts";

function run(samples: readonly Partial<ReceiveSample>[]) {
  let watch = receiveWatch;
  let verdict: ReceiveVerdict = "fine";
  samples.forEach((sample, second) => {
    const full: ReceiveSample = {
      ...{ at: second * 1000, framesIn: 0, framesOut: 0, packets: 0, decoded: undefined },
      ...{ isExpected: false, isWorkerGone: false, ...sample },
    };
    ({ watch, verdict } = watchReceived(watch, full));
  });
  return { live: watch.live, verdict };
}

/** One sample a second. */
const each = (count: number, sample: (second: number) => Partial<ReceiveSample>) =>
  Array.from({ length: count }, (_, second) => sample(second));

describe("a received stream", () => {
  it("is not live before a frame is opened", () => {
    expect(run([{}, { framesIn: 5 }])).toEqual({ live: false, verdict: "fine" });
  });

  it("is live once frames are opened", () => {
    expect(run([{}, { framesIn: 5, framesOut: 1 }])).toEqual({ live: true, verdict: "fine" });
  });

  it("stays live when its sender sends nothing, also after frames were lost at the start", () => {
    const still = { framesIn: 500, framesOut: 300 };
    expect(run([{ framesIn: 200 }, ...each(60, () => still)])).toEqual({ live: true, verdict: "fine" });
  });

  it("goes dark when frames come and none is opened", () => {
    const looks = (count: number) => [
      { framesIn: 10, framesOut: 10 },
      ...each(count, (second) => ({ framesIn: 30 + 20 * second, framesOut: 10 })),
    ];
    expect(run(looks(DARK_MS / 1000)).live).toBe(true);
    expect(run(looks(DARK_MS / 1000 + 1)).live).toBe(false);
  });

  it("is stuck when that lasts", () => {
    const looks = (count: number) => each(count, (second) => ({ framesIn: 20 + 20 * second }));
    expect(run(looks(STUCK_MS / 1000)).verdict).toBe("fine");
    expect(run(looks(STUCK_MS / 1000 + 1)).verdict).toBe("dark");
  });

  it("is stuck when packets come and no frame ever reaches the transform", () => {
    expect(run(each(8, (second) => ({ packets: 100 * second }))).verdict).toBe("dark");
  });

  it("is not stuck when nothing comes at all", () => {
    expect(run(each(60, () => ({}))).verdict).toBe("fine");
  });

  it("goes dark with the worker", () => {
    const counts = { framesIn: 20, framesOut: 20 };
    expect(run([counts, { ...counts, isWorkerGone: true }])).toEqual({ live: false, verdict: "fine" });
  });

  it("recovers", () => {
    const dark = each(20, (second) => ({ framesIn: 20 + 20 * second }));
    expect(run([...dark, { framesIn: 500, framesOut: 20 }])).toEqual({ live: true, verdict: "fine" });
  });

  it("asks for a key frame when opened frames are not shown, and is made anew when that does not help", () => {
    const looks = (count: number) =>
      each(count, (second) => {
        const frames = 20 + 20 * second;
        return { framesIn: frames, framesOut: frames, decoded: 0 };
      });
    expect(run(looks(BLIND_MS / 1000)).verdict).toBe("fine");
    expect(run(looks(BLIND_MS / 1000 + 1)).verdict).toBe("blind");
    expect(run(looks(STUCK_MS / 1000 + 1))).toEqual({ live: true, verdict: "frozen" });
    const shown = { framesIn: 900, framesOut: 900, decoded: 1 };
    expect(run([...looks(STUCK_MS / 1000 + 1), shown]).verdict).toBe("fine");
  });

  it("is asked for anew when nothing comes of what its sender says is on", () => {
    const still = { framesIn: 40, framesOut: 40, isExpected: true };
    const looks = (count: number) => each(count, () => still);
    expect(run(looks(SILENT_MS / 1000 + 1)).verdict).toBe("fine");
    expect(run(looks(SILENT_MS / 1000 + 2)).verdict).toBe("silent");
    expect(run([...looks(SILENT_MS / 1000 + 1), { ...still, isExpected: false }, still]).verdict).toBe(
      "fine",
    );
    expect(run(each(SILENT_MS / 1000 + 1, () => ({ isExpected: true }))).verdict).toBe("silent");
  });

  it("of sound is not expected to show anything", () => {
    const sound = each(60, (second) => ({ framesIn: 50 * second, framesOut: 50 * second }));
    expect(run(sound).verdict).toBe("fine");
  });
});
