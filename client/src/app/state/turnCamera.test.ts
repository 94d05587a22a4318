import { describe, expect, it } from "vitest";
import { isMirrored, nextCamera } from "./turnCamera.ts";

const [one, two] = [
  { id: "1", label: "One" },
  { id: "2", label: "Two" },
] as const;

describe("switching the camera", () => {
  it("turns a phone's from front to back and again", () => {
    expect(nextCamera({ facingMode: "user" }, [one, two])).toEqual({ to: "facing", facing: "environment" });
    expect(nextCamera({ facingMode: "environment" }, [one, two])).toEqual({ to: "facing", facing: "user" });
  });

  it("goes round the list where cameras look nowhere in particular", () => {
    expect(nextCamera({ deviceId: "1" }, [one, two])).toEqual({ to: "device", device: two });
    expect(nextCamera({ deviceId: "2" }, [one, two])).toEqual({ to: "device", device: one });
  });

  it("is not offered where there is one camera", () => {
    expect(nextCamera({ facingMode: "user" }, [one])).toBeUndefined();
  });

  it("mirrors all but the camera at the back", () => {
    expect(isMirrored({ getSettings: () => ({ facingMode: "environment" }) })).toBe(false);
    expect(isMirrored({ getSettings: () => ({}) })).toBe(true);
  });
});
