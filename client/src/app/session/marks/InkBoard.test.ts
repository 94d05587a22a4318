import { describe, expect, it } from "vitest";
import type { DataListener } from "../../../sdk/index.ts";
import { aPerson, LIVE, oneself } from "../../fixtures/people.ts";
import { InkBoard, type MarkScene } from "./InkBoard.ts";
import { LINE_MS } from "./ink.ts";
import { decodeMark, encodeMark, type Mark } from "./marks.ts";

const ana = aPerson("Ana", { screen: LIVE, role: "host" });
const ben = aPerson("Ben");
const mara = oneself("Mara");
const at = { x: 0.5, y: 0.5 };
const line: Mark = { kind: "line", leaf: ana.leaf, line: 1, spots: [at] };

function aBoard(scene: MarkScene = { people: [mara, ana, ben], marks: true }) {
  let hear: DataListener = () => undefined;
  const sent: (Mark | undefined)[] = [];
  const waiting: (() => void)[] = [];
  let now = 0;
  const data = {
    send: async (_topic: string, bytes: Uint8Array) => void sent.push(decodeMark(bytes)),
    on: (_topic: string, listener: DataListener) => {
      hear = listener;
      return () => {
        hear = () => undefined;
      };
    },
  };
  const time = { now: () => now, later: (run: () => void) => waiting.push(run) };
  const board = new InkBoard(data, () => scene, time);
  const close = board.open();
  return {
    ...{ board, sent, close },
    hear: (from: string, mark: Mark) => {
      hear(from, encodeMark(mark));
    },
    hearBytes: (from: string, bytes: Uint8Array) => {
      hear(from, bytes);
    },
    wait: (ms: number) => {
      now += ms;
      for (const run of waiting.splice(0)) run();
    },
    lines: () => board.ink.value.lines.map(({ from }) => from),
  };
}

describe("an ink board", () => {
  it("shows what others draw, until it has faded", () => {
    const { hear, wait, lines } = aBoard();
    hear(ben.key, line);
    expect(lines()).toEqual([ben.key]);
    wait(LINE_MS);
    expect(lines()).toEqual([]);
  });

  it("sends what it shows of one's own", () => {
    const { board, sent, wait, lines } = aBoard();
    board.down(ana.leaf, at);
    board.move({ x: 0.6, y: 0.6 });
    board.up();
    wait(0);
    expect(lines()).toEqual([mara.key]);
    expect(sent).toMatchObject([{ kind: "line", leaf: ana.leaf, spots: [{}, {}] }]);
    board.clear(ana.leaf);
    expect(lines()).toEqual([]);
    expect(sent.at(-1)).toEqual({ kind: "clear", leaf: ana.leaf });
  });

  it("takes nothing from strangers, for no screen, or that is no mark", () => {
    const { hear, hearBytes, lines } = aBoard();
    hear("somebody", line);
    hear(ben.key, { ...line, leaf: ben.leaf });
    hearBytes(ben.key, new Uint8Array(60_000));
    hearBytes(ben.key, new Uint8Array());
    expect(lines()).toEqual([]);
  });

  it("takes marks of presenters only, where viewers may make none", () => {
    const { hear, lines } = aBoard({ people: [mara, ana, ben], marks: false });
    hear(ben.key, line);
    hear(ana.key, line);
    expect(lines()).toEqual([ana.key]);
  });

  it("hears nothing once it is closed", () => {
    const { hear, close, lines } = aBoard();
    close();
    hear(ben.key, line);
    expect(lines()).toEqual([]);
  });
});
