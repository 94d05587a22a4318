import { describe, expect, it } from "vitest";
import { type TabState, tabTitle } from "./tabTitle.ts";

const calm: TabState = { phase: "inCall", muted: false, sharing: false, away: false, count: 3 };

describe("the tab's title", () => {
  it.each([
    [{}, "inCall"],
    [{ muted: true }, "muted"],
    [{ muted: true, sharing: true }, "sharing"],
    [{ phase: "waiting", muted: true }, "waiting"],
    [{ sharing: true, away: true }, "away"],
  ] as const)("says of %o what matters most: %s", (change, word) => {
    expect(tabTitle({ ...calm, ...change })).toEqual({ word, count: 3 });
  });
});
