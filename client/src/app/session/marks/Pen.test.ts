import { describe, expect, it } from "vitest";
import { decodeMark, type Mark } from "./marks.ts";
import { Pen } from "./Pen.ts";

function aPen() {
  const sent: { mark: Mark | undefined; lossy: boolean }[] = [];
  const waiting: (() => void)[] = [];
  const pen = new Pen(
    (bytes, lossy) => sent.push({ mark: decodeMark(bytes), lossy }),
    (run) => waiting.push(run),
  );
  return { pen, sent, waiting, tick: () => waiting.splice(0).forEach((run) => run()) };
}

describe("a pen", () => {
  it("sends the last place of many, and may lose it", () => {
    const { pen, sent, waiting, tick } = aPen();
    for (let x = 0; x <= 10; x++) pen.point(4, { x: x / 10, y: 0 });
    expect(waiting).toHaveLength(1);
    tick();
    expect(sent).toEqual([{ mark: { kind: "pointer", leaf: 4, at: { x: 1, y: 0 } }, lossy: true }]);
    pen.away();
    expect(sent.at(-1)).toEqual({ mark: { kind: "away", leaf: 4 }, lossy: false });
    tick();
    expect(sent).toHaveLength(2);
  });

  it("sends all of a line, in messages of bounded size that are not lost", () => {
    const { pen, sent, tick } = aPen();
    const number = pen.down(4, { x: 0, y: 0 });
    for (let x = 1; x < 150; x++) pen.move({ x: x / 150, y: 0 });
    tick();
    pen.move({ x: 1, y: 1 });
    pen.up();
    const lines = sent.flatMap(({ mark, lossy }) => (mark?.kind === "line" && !lossy ? [mark] : []));
    expect(lines.map(({ spots }) => spots.length)).toEqual([60, 60, 30, 1]);
    expect(new Set(lines.map(({ line }) => line))).toEqual(new Set([number]));
    expect(pen.down(4, { x: 0, y: 0 })).not.toBe(number);
  });
});
