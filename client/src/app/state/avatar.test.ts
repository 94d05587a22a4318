import { describe, expect, it } from "vitest";
import { initials, tintOf } from "./avatar.ts";

describe("initials", () => {
  it("take the first and the last word", () => {
    expect(initials("Gustavo Pereira de Almeida")).toBe("GA");
    expect(initials("ana")).toBe("A");
  });
  it("skip what is no letter and keep letters beyond the basic plane whole", () => {
    expect(initials("  (élodie) - 𝒵oe ")).toBe("É𝒵");
  });
  it("stand in for a name that has none", () => {
    expect(initials("🙂")).toBe("?");
    expect(initials("")).toBe("?");
  });
});

describe("tint", () => {
  it("is the same for the same device and one of the six", () => {
    const tints = ["a", "b", "12345 67890", "99999 00000", "zz"].map(tintOf);
    expect(tints).toEqual(["a", "b", "12345 67890", "99999 00000", "zz"].map(tintOf));
    for (const tint of tints) expect([0, 1, 2, 3, 4, 5]).toContain(tint);
    expect(new Set(tints).size).toBeGreaterThan(1);
  });
});
