import { describe, expect, it } from "vitest";
import { thriftySize } from "./lowData.ts";

describe("low data", () => {
  it("asks for small cameras, and for screens as they are", () => {
    const large = { width: 1280, height: 720 };
    expect(thriftySize("camera", large)).toEqual({ width: 320, height: 180 });
    expect(thriftySize("camera", { width: 90, height: 60 })).toEqual({ width: 90, height: 60 });
    expect(thriftySize("screen", large)).toBe(large);
  });
});
