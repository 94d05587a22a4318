import { describe, expect, it } from "vitest";
import { BAR_ORDER, fitBar } from "./bar.ts";

const splits = ["microphone", "camera", "share"] as const;

describe("the bar", () => {
  it("has one order, whatever the order of those who add to it", () => {
    expect(fitBar([...BAR_ORDER].reverse(), splits, 1400).shown).toEqual(BAR_ORDER);
  });

  it("has words where there is room, and icons only where there is less", () => {
    expect(fitBar(BAR_ORDER, splits, 1400).labels).toBe(true);
    expect(fitBar(BAR_ORDER, splits, 800).labels).toBe(false);
  });

  it("keeps microphone, camera, menu and leaving at 320 pixels, and puts the rest into the menu", () => {
    const { shown, inMenu, split } = fitBar(BAR_ORDER, splits, 304);
    expect(shown).toEqual(expect.arrayContaining(["microphone", "camera", "more", "leave"]));
    expect(shown.length * 44).toBeLessThanOrEqual(304);
    expect([...shown, ...inMenu].sort()).toEqual([...BAR_ORDER].sort());
    expect(split).toBe(false);
  });

  it("fits at every width", () => {
    for (let width = 304; width < 2000; width += 20) {
      const { shown, labels, split } = fitBar(BAR_ORDER, splits, width);
      const each = labels ? 84 : width < 480 ? 49 : 56;
      const used =
        shown.length * each +
        (split ? shown.filter((slot) => splits.some((s) => s === slot)).length * 30 : 0);
      expect(used).toBeLessThanOrEqual(width);
    }
  });
});
