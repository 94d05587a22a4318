import { describe, expect, it } from "vitest";
import { firstStream, sources } from "./streams.ts";
import { planSending, type VideoCodec } from "./encodings.ts";

const codecs: VideoCodec[] = ["vp8", "vp9", "h264", "av1"];

describe("planSending", () => {
  it.each([
    [1280, [4, 2, 1]],
    [640, [2, 1]],
    [320, [1]],
    [undefined, [1]],
  ])("gives a camera of %s pixels simulcast layers that are worth sending", (width, scales) => {
    for (const codec of ["vp8", "h264"] as const) {
      const { encodings } = planSending("camera", { width, contentHint: "" }, codec);
      expect(encodings.map(({ scaleResolutionDownBy }) => scaleResolutionDownBy)).toEqual(scales);
    }
  });

  it.each([
    [1280, "L3T3_KEY"],
    [640, "L2T3_KEY"],
    [320, "L1T3"],
  ])("gives a VP9 camera of %i pixels its layers in one stream", (width, scalabilityMode) => {
    const { encodings } = planSending("camera", { width, contentHint: "" }, "vp9");
    expect(encodings).toMatchObject([{ scalabilityMode }]);
  });

  it("sends AV1 in one layer", () => {
    const { encodings } = planSending("camera", { width: 1280, contentHint: "" }, "av1");
    expect(encodings).toMatchObject([{ scalabilityMode: "L1T3" }]);
  });

  it("keeps a shared text at its own size, with few pictures a second", () => {
    const { encodings, degradation } = planSending("screen", { width: 2560, contentHint: "text" }, "vp8");
    expect(degradation).toBe("maintain-resolution");
    expect(encodings.at(-1)?.scaleResolutionDownBy).toBe(1);
    for (const { maxFramerate = Infinity } of encodings) {
      expect(maxFramerate).toBeGreaterThanOrEqual(5);
      expect(maxFramerate).toBeLessThanOrEqual(15);
    }
  });

  it("keeps a shared film fluid", () => {
    const { encodings, degradation } = planSending("screen", { width: 1920, contentHint: "motion" }, "vp9");
    expect(degradation).toBe("maintain-framerate");
    expect(encodings.at(-1)?.maxFramerate).toBe(30);
  });

  it("gives no two sources the same stream number, whatever the codec", () => {
    for (const codec of codecs) {
      const taken = sources.flatMap((source) => {
        const { encodings } = planSending(source, { width: 3840, contentHint: "motion" }, codec);
        return encodings.map((_, layer) => firstStream[source] + layer);
      });
      expect(new Set(taken).size).toBe(taken.length);
      expect(Math.max(...taken)).toBeLessThan(16);
    }
  });
});
