import { describe, expect, it } from "vitest";
import { fade, followMark, type Ink, LINE_MS, NO_INK, POINTER_MS } from "./ink.ts";
import type { Mark } from "./marks.ts";

const at = { x: 0.5, y: 0.5 };
const pointer: Mark = { kind: "pointer", leaf: 1, at };
const line = (number: number, count = 2): Mark => ({
  ...{ kind: "line", leaf: 1, line: number },
  spots: Array.from({ length: count }, () => at),
});
const anybody = () => true;

/** One mark after the other, all at 0 ms, of a viewer. */
function after(marks: readonly (readonly [string, Mark])[], ink: Ink = NO_INK): Ink {
  return marks.reduce((now, [from, mark]) => followMark(now, from, mark, false, 0), ink);
}

describe("ink", () => {
  it("has one pointer for each person, where it was last", () => {
    const moved: Mark = { ...pointer, at: { x: 0.1, y: 0.2 } };
    const ink = after([
      ["ana", pointer],
      ["ben", pointer],
      ["ana", moved],
    ]);
    expect(ink.pointers.map(({ from }) => from)).toEqual(["ben", "ana"]);
    expect(ink.pointers[1]?.at).toEqual({ x: 0.1, y: 0.2 });
    expect(after([["ana", { kind: "away", leaf: 1 }]], ink).pointers.map(({ from }) => from)).toEqual([
      "ben",
    ]);
  });

  it("lengthens a line by its number, and keeps those of others apart", () => {
    const ink = after([
      ["ana", line(1)],
      ["ben", line(1)],
      ["ana", line(1, 3)],
      ["ana", line(2)],
    ]);
    expect(ink.lines.map(({ from, spots }) => [from, spots.length])).toEqual([
      ["ana", 5],
      ["ben", 2],
      ["ana", 2],
    ]);
  });

  it("is bounded, however much somebody sends: their own oldest gives way first", () => {
    let ink = after([["ben", line(1)]]);
    for (let number = 0; number < 500; number++) ink = after([["ana", line(number)]], ink);
    expect(ink.lines.filter(({ from }) => from === "ana")).toHaveLength(30);
    expect(ink.lines.filter(({ from }) => from === "ben")).toHaveLength(1);
    for (let person = 0; person < 400; person++) {
      ink = after(
        [
          [`p${person}`, pointer],
          [`p${person}`, line(1)],
        ] as const,
        ink,
      );
    }
    expect(ink.lines).toHaveLength(200);
    expect(ink.pointers).toHaveLength(24);
    for (let count = 0; count < 200; count++) ink = after([["eve", line(9, 60)]], ink);
    expect(ink.lines.find(({ from }) => from === "eve")?.spots.length).toBeLessThanOrEqual(1_200);
  });

  it("is wiped by a viewer for themselves, by the presenter for all", () => {
    const ink = after([
      ["ana", line(1)],
      ["ben", line(1)],
      ["ana", { ...line(2), leaf: 9 }],
    ]);
    const clear: Mark = { kind: "clear", leaf: 1 };
    expect(followMark(ink, "ana", clear, false, 0).lines.map(({ from }) => from)).toEqual(["ben", "ana"]);
    expect(followMark(ink, "ana", clear, true, 0).lines.map(({ leaf }) => leaf)).toEqual([9]);
  });

  it("fades, pointers sooner than lines, and pointers of those who left at once", () => {
    const ink = after([
      ["ana", pointer],
      ["ana", line(1)],
    ]);
    expect(fade(ink, POINTER_MS - 1, anybody)).toBe(ink);
    expect(fade(ink, POINTER_MS, anybody)).toEqual({ pointers: [], lines: ink.lines });
    expect(fade(ink, LINE_MS, anybody)).toEqual(NO_INK);
    expect(fade(ink, 0, () => false).pointers).toEqual([]);
  });
});
