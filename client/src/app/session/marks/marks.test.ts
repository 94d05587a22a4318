import { describe, expect, it } from "vitest";
import { decodeMark, encodeMark, type Mark, MOST_SPOTS } from "./marks.ts";

const spot = { x: 0.25, y: 1 };
const marks: readonly Mark[] = [
  { kind: "pointer", leaf: 3, at: spot },
  { kind: "away", leaf: 65_535 },
  { kind: "line", leaf: 0, line: 7, spots: [spot, { x: 0, y: 0.5 }] },
  { kind: "clear", leaf: 12 },
];

describe("marks", () => {
  it.each(marks)("of the kind $kind are read as they were written", (mark) => {
    const round = (value: unknown) =>
      JSON.parse(JSON.stringify(value), (_, each: unknown) =>
        typeof each === "number" ? Math.round(each * 1000) / 1000 : each,
      ) as unknown;
    expect(round(decodeMark(encodeMark(mark)))).toEqual(round(mark));
  });

  it.each(marks)("of the kind $kind are refused when cut, or longer than they say", (mark) => {
    const bytes = encodeMark(mark);
    for (let length = 0; length < bytes.length; length++) {
      const cut = decodeMark(bytes.subarray(0, length));
      // A line that is cut between two places is a shorter line.
      if (cut !== undefined) expect([mark.kind, cut.kind]).toEqual(["line", "line"]);
    }
    expect(decodeMark(new Uint8Array([...bytes, 0]))).toBeUndefined();
  });

  it("of an unknown kind are refused", () => {
    for (const kind of [0, 5, 255]) expect(decodeMark(new Uint8Array([kind, 0, 0]))).toBeUndefined();
  });

  it("stay inside of the picture, wherever the hand was", () => {
    const mark = decodeMark(encodeMark({ kind: "pointer", leaf: 1, at: { x: -4, y: 99 } }));
    expect(mark).toEqual({ kind: "pointer", leaf: 1, at: { x: 0, y: 1 } });
  });

  it("have a largest size, which a longer message than that does not pass", () => {
    const line = (count: number) =>
      ({ kind: "line", leaf: 1, line: 1, spots: Array(count).fill(spot) }) as Mark;
    expect(decodeMark(encodeMark(line(MOST_SPOTS)))).toBeDefined();
    expect(() => encodeMark(line(MOST_SPOTS + 1))).toThrow(RangeError);
    expect(() => encodeMark(line(0))).toThrow(RangeError);
    expect(decodeMark(new Uint8Array(5 + 4 * (MOST_SPOTS + 1)).fill(3, 0, 1))).toBeUndefined();
  });

  it("are not made of numbers that do not fit", () => {
    expect(() => encodeMark({ kind: "away", leaf: 65_536 })).toThrow(RangeError);
    expect(() => encodeMark({ kind: "away", leaf: -1 })).toThrow(RangeError);
  });
});
