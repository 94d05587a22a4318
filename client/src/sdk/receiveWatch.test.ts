import { describe, expect, it } from "vitest";
import { DARK_MS, type ReceiveSample, receiveWatch, STUCK_MS, watchReceived } from "./receiveWatch.ts";

function run(samples: readonly Partial<ReceiveSample>[]) {
  let watch = receiveWatch;
  let stuck = false;
  samples.forEach((sample, second) => {
    const full = { at: second * 1000, framesIn: 0, framesOut: 0, packets: 0, isWorkerGone: false, ...sample };
    ({ watch, stuck } = watchReceived(watch, full));
  });
  return { live: watch.live, stuck };
}

/** One sample a second. */
const each = (count: number, sample: (second: number) => Partial<ReceiveSample>) =>
  Array.from({ length: count }, (_, second) => sample(second));

describe("a received stream", () => {
  it("is not live before a frame is opened", () => {
    expect(run([{}, { framesIn: 5 }])).toEqual({ live: false, stuck: false });
  });

  it("is live once frames are opened", () => {
    expect(run([{}, { framesIn: 5, framesOut: 1 }])).toEqual({ live: true, stuck: false });
  });

  it("stays live when its sender sends nothing, also after frames were lost at the start", () => {
    const still = { framesIn: 500, framesOut: 300 };
    expect(run([{ framesIn: 200 }, ...each(60, () => still)])).toEqual({ live: true, stuck: false });
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
    expect(run(looks(STUCK_MS / 1000)).stuck).toBe(false);
    expect(run(looks(STUCK_MS / 1000 + 1)).stuck).toBe(true);
  });

  it("is stuck when packets come and no frame ever reaches the transform", () => {
    expect(run(each(8, (second) => ({ packets: 100 * second }))).stuck).toBe(true);
  });

  it("is not stuck when nothing comes at all", () => {
    expect(run(each(60, () => ({}))).stuck).toBe(false);
  });

  it("goes dark with the worker", () => {
    const counts = { framesIn: 20, framesOut: 20 };
    expect(run([counts, { ...counts, isWorkerGone: true }])).toEqual({ live: false, stuck: false });
  });

  it("recovers", () => {
    const dark = each(20, (second) => ({ framesIn: 20 + 20 * second }));
    expect(run([...dark, { framesIn: 500, framesOut: 20 }])).toEqual({ live: true, stuck: false });
  });
});
