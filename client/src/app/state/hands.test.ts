import { describe, expect, it } from "vitest";
import { aPerson } from "../fixtures/people.ts";
import { drawable, handQueue } from "./hands.ts";

describe("raised hands", () => {
  it("stand in the order in which they went up, by leaf where that is the same moment", () => {
    const people = [
      aPerson("a", { key: "a", leaf: 0, handSince: 30 }),
      aPerson("b", { key: "b", leaf: 1, handSince: 0 }),
      aPerson("c", { key: "c", leaf: 3, handSince: 10 }),
      aPerson("d", { key: "d", leaf: 2, handSince: 10 }),
    ];
    expect([...handQueue(people)]).toEqual([
      ["d", 1],
      ["c", 2],
      ["a", 3],
    ]);
  });
});

describe("reactions", () => {
  it("are drawn if they are one emoji, and nothing of what follows", () => {
    expect(drawable("👍")).toBe("👍");
    expect(drawable("👩‍👩‍👧rest")).toBe("👩‍👩‍👧");
    expect(drawable("🇩🇪")).toBe("🇩🇪");
  });

  it("are not drawn if they are text, markup or nothing", () => {
    for (const text of ["", "hello", "<img>", "\u202Eabc"]) expect(drawable(text)).toBeUndefined();
  });
});
