import { describe, expect, it } from "vitest";
import { rate } from "./ratings.ts";

function aStorage(kept: Record<string, string> = {}) {
  return {
    kept,
    getItem: (key: string) => kept[key] ?? null,
    setItem: (key: string, value: string) => void (kept[key] = value),
  };
}

describe("ratings", () => {
  it("are kept, and those that were not good are counted", () => {
    const storage = aStorage();
    expect(rate(storage, "good", 1)).toBe(0);
    expect(rate(storage, "bad", 2)).toBe(1);
    expect(rate(storage, "fair", 3)).toBe(2);
  });

  it("are few, and garbage counts as none", () => {
    const storage = aStorage({ "sotto.ratings": "[{}" });
    expect(rate(storage, "bad", 1)).toBe(1);
    for (let at = 0; at < 50; at++) rate(storage, "good", at);
    expect(rate(storage, "good", 60)).toBe(0);
  });

  it("need no storage", () => {
    const full = {
      getItem: () => null,
      setItem: () => {
        throw new DOMException("full", "QuotaExceededError");
      },
    };
    expect(rate(full, "bad", 1)).toBe(1);
  });
});
