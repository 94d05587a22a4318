import { describe, expect, it } from "vitest";
import { cameraEncodings } from "./streams.ts";

describe("cameraEncodings", () => {
  it.each([
    [1280, [4, 2, 1]],
    [640, [2, 1]],
    [320, [undefined]],
  ])("gives a camera of %i pixels layers that are worth sending", (width, scales) => {
    expect(cameraEncodings(width).map(({ scaleResolutionDownBy }) => scaleResolutionDownBy)).toEqual(scales);
  });

  it("takes a camera that does not say its size for a small one", () => {
    expect(cameraEncodings(undefined)).toHaveLength(1);
  });

  it("gives fresh objects, because the library writes into them", () => {
    expect(cameraEncodings(640)[0]).not.toBe(cameraEncodings(640)[0]);
  });
});
