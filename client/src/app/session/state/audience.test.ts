import { describe, expect, it } from "vitest";
import { aCallState, aPerson, LIVE, oneself } from "../../fixtures/people.ts";
import { audienceOf, followOrder, stepTo } from "./audience.ts";

const ana = aPerson("Ana", { screen: LIVE, role: "host" });
const ben = aPerson("Ben");
const cem = aPerson("Cem", { screen: LIVE });
const me = oneself("Mara");

describe("audience", () => {
  it("tells who shows from who watches", () => {
    const { shares, watchers, others, presenters } = audienceOf(aCallState([me, ana, ben]), undefined, [
      ana.key,
    ]);
    expect(shares.map(({ name }) => name)).toEqual(["Ana"]);
    expect(watchers.map(({ displayName }) => displayName)).toEqual(["Mara", "Ben"]);
    expect(others.map(({ displayName }) => displayName)).toEqual(["Ben"]);
    expect(presenters.map(({ displayName }) => displayName)).toEqual(["Ana"]);
  });

  it("shows the newest share large, unless another one was chosen", () => {
    const order = [ana.key, cem.key];
    const state = aCallState([me, ana, cem]);
    expect(audienceOf(state, undefined, order).shares.map(({ name }) => name)).toEqual(["Cem", "Ana"]);
    expect(audienceOf(state, ana.key, order).shares.map(({ name }) => name)).toEqual(["Ana", "Cem"]);
  });

  it("counts nobody who presents among those who watch their screen", () => {
    const self = oneself("Mara", { screen: LIVE });
    expect(audienceOf(aCallState([self, ana, ben]), undefined, []).others).toEqual([ben]);
  });

  it("keeps the order in which screens began, as they come and go", () => {
    const first = followOrder([], [me, cem]);
    const both = followOrder(first, [me, ana, cem]);
    expect(both).toEqual([cem.key, ana.key]);
    expect(followOrder(both, [me, ana, cem, ben])).toBe(both);
    expect(followOrder(both, [me, ana])).toEqual([ana.key]);
  });

  it("steps round the screens, where there are several", () => {
    const order = ["a", "b", "c"];
    expect(stepTo(order, "c", 1)).toBe("a");
    expect(stepTo(order, "a", -1)).toBe("c");
    expect(stepTo(["a"], "a", 1)).toBeUndefined();
  });
});
