import { describe, expect, it } from "vitest";
import { aPerson, oneself } from "../../fixtures/people.ts";
import { type Layout, type LayoutInput, layoutOf, shareIdOf } from "./layout.ts";
import { followOrder, swapIn } from "./order.ts";
import { GAP, PAGER_HEIGHT, placeStage, type Room } from "./places.ts";
import { followSpeakers, NOBODY_SPOKE } from "./speakers.ts";

const names = (count: number) => Array.from({ length: count }, (_, at) => `p${at}`);

describe("the order of tiles", () => {
  it("is that of arrival, wherever the roster puts newcomers", () => {
    expect(followOrder(["self", "ana", "ben"], ["self", "zoe", "ana", "ben"])).toEqual([
      "self",
      "ana",
      "ben",
      "zoe",
    ]);
  });

  it("closes the gap of who leaves, and is the same object while nobody comes or goes", () => {
    const order = ["self", "ana", "ben"];
    expect(followOrder(order, ["self", "ben"])).toEqual(["self", "ben"]);
    expect(followOrder(order, ["ben", "self", "ana"])).toBe(order);
  });
});

describe("bringing in a speaker", () => {
  const order = ["self", "ana", "ben", "cyd", "dot", "eve"];
  const fixed = new Set(["self"]);
  const turns = (...keys: string[]) => new Map(keys.map((key, at) => [key, at + 1]));

  it("moves nobody while all are on screen, whoever speaks", () => {
    const input = { order, speaking: new Set(["eve"]), lastTurn: turns("eve"), fixed };
    expect(swapIn({ ...input, onScreen: 6 })).toBe(order);
  });

  it("changes places with whoever on screen has been silent longest, and moves nobody else", () => {
    const lastTurn = turns("ben", "ana", "cyd", "eve");
    expect(swapIn({ order, onScreen: 4, speaking: new Set(["eve"]), lastTurn, fixed })).toEqual([
      "self",
      "ana",
      "eve",
      "cyd",
      "dot",
      "ben",
    ]);
  });

  it("takes neither oneself nor who is speaking away", () => {
    const input = { order, onScreen: 2, lastTurn: turns("ana", "eve"), fixed };
    expect(swapIn({ ...input, speaking: new Set(["ana", "eve"]) })).toBe(order);
  });

  it("leaves a speaker alone who is on screen already", () => {
    expect(swapIn({ order, onScreen: 4, speaking: new Set(["ana"]), lastTurn: turns("ana"), fixed })).toBe(
      order,
    );
  });
});

describe("who speaks", () => {
  const mara = oneself("Mara");
  const ana = aPerson("Ana");
  const ben = aPerson("Ben");
  const speaks = (person: typeof ana) => ({ ...person, speaking: true });

  it("holds the speaker's place until somebody else speaks", () => {
    const first = followSpeakers(NOBODY_SPOKE, [mara, speaks(ana), ben]);
    expect(first.active).toBe(ana.key);
    const silence = followSpeakers(first, [mara, ana, ben]);
    expect(silence.active).toBe(ana.key);
    expect(followSpeakers(silence, [mara, ana, speaks(ben)]).active).toBe(ben.key);
  });

  it("is not driven away by who talks in between", () => {
    const first = followSpeakers(NOBODY_SPOKE, [mara, speaks(ana), ben]);
    const both = followSpeakers(first, [mara, speaks(ana), speaks(ben)]);
    expect(both.active).toBe(ana.key);
    expect(followSpeakers(both, [mara, ana, speaks(ben)]).active).toBe(ben.key);
  });

  it("is never oneself, and nobody once they have left", () => {
    expect(followSpeakers(NOBODY_SPOKE, [speaks(mara), ana]).active).toBeUndefined();
    const first = followSpeakers(NOBODY_SPOKE, [mara, speaks(ana), ben]);
    expect(followSpeakers(first, [mara, ben]).active).toBeUndefined();
  });

  it("is the same object while nothing changes", () => {
    const first = followSpeakers(NOBODY_SPOKE, [mara, speaks(ana)]);
    expect(followSpeakers(first, [mara, speaks(ana)])).toBe(first);
  });
});

describe("the layout", () => {
  const share = shareIdOf("ben");
  const calm: LayoutInput = {
    tiles: ["self", "ana", "ben"],
    self: "self",
    shares: [],
    tiled: new Set(),
    choice: "grid",
    pinned: undefined,
    speaker: undefined,
  };

  it("is a grid of all as long as nothing stands out", () => {
    expect(layoutOf(calm)).toEqual({ name: "grid", main: undefined, rest: calm.tiles, floating: undefined });
  });

  it("lets oneself float over the only other, unless oneself is hidden", () => {
    const two = { ...calm, tiles: ["self", "ana"] };
    expect(layoutOf(two)).toEqual({ name: "pair", main: "ana", rest: [], floating: "self" });
    expect(layoutOf({ ...two, tiles: ["ana"], self: undefined })).toMatchObject({
      name: "grid",
      rest: ["ana"],
    });
    expect(layoutOf({ ...two, tiles: ["self"] })).toMatchObject({ name: "grid", rest: ["self"] });
  });

  it("makes the speaker large on request, and the first other before anybody spoke", () => {
    expect(layoutOf({ ...calm, choice: "speaker", speaker: "ben" })).toMatchObject({
      main: "ben",
      rest: ["self", "ana"],
    });
    expect(layoutOf({ ...calm, choice: "speaker" }).main).toBe("ana");
  });

  it("makes a share large by itself, the newest of several, and keeps the others in the strip", () => {
    expect(layoutOf({ ...calm, shares: [share] })).toMatchObject({ main: share, rest: calm.tiles });
    const newer = shareIdOf("ana");
    expect(layoutOf({ ...calm, shares: [share, newer] })).toMatchObject({
      main: newer,
      rest: [share, ...calm.tiles],
    });
  });

  it("puts a share among the tiles when that is wanted", () => {
    expect(layoutOf({ ...calm, shares: [share], tiled: new Set([share]) })).toMatchObject({
      name: "grid",
      rest: [share, ...calm.tiles],
    });
  });

  it("follows a pin before all else, and forgets one that has left", () => {
    expect(layoutOf({ ...calm, shares: [share], choice: "speaker", pinned: "ana" }).main).toBe("ana");
    expect(layoutOf({ ...calm, pinned: "gone" }).name).toBe("grid");
  });
});

describe("places", () => {
  const rooms: Room[] = [
    { width: 304, height: 500 },
    { width: 344, height: 616 },
    { width: 720, height: 230 },
    { width: 1256, height: 676 },
    { width: 3800, height: 1900 },
  ];
  const grid = (ids: readonly string[]): Layout => ({
    name: "grid",
    main: undefined,
    rest: ids,
    floating: undefined,
  });
  const focus = (ids: readonly string[]): Layout => ({
    name: "focus",
    main: "main",
    rest: ids,
    floating: undefined,
  });

  it.each(rooms)("stay inside $width × $height and do not overlap", (room) => {
    for (let count = 1; count <= 60; count++) {
      for (const layout of [grid(names(count)), focus(names(count))]) {
        const { places, pager } = placeStage(layout, room, 0, true);
        const boxes = [...places.values()];
        for (const box of boxes) {
          expect(box.x).toBeGreaterThanOrEqual(0);
          expect(box.y).toBeGreaterThanOrEqual(0);
          expect(box.x + box.width).toBeLessThanOrEqual(room.width + 1);
          expect(box.y + box.height).toBeLessThanOrEqual(room.height + 1);
          if (pager !== undefined && box.x + box.width > pager.x && box.x < pager.x + pager.width)
            expect(box.y + box.height).toBeLessThanOrEqual(pager.y + 1);
          expect(box.width * box.height).toBeGreaterThan(0);
        }
        for (const one of boxes) {
          for (const other of boxes) {
            if (one === other) continue;
            const apart =
              one.x + one.width <= other.x ||
              other.x + other.width <= one.x ||
              one.y + one.height <= other.y ||
              other.y + other.height <= one.y;
            expect(apart).toBe(true);
          }
        }
      }
    }
  });

  it("show everybody exactly once over all pages", () => {
    for (const room of rooms) {
      for (const layout of [grid(names(60)), focus(names(60))]) {
        const { pages } = placeStage(layout, room, 0, true);
        const seen = Array.from({ length: pages }, (_, page) => [
          ...placeStage(layout, room, page, true).places.keys(),
        ]).flat();
        expect(seen.filter((id) => id !== "main")).toEqual(names(60));
      }
    }
  });

  it("leave room for the arrows only where there are pages", () => {
    const room = { width: 1256, height: 676 };
    expect(placeStage(grid(names(25)), room, 0, true).pager).toBeUndefined();
    expect(placeStage(grid(names(26)), room, 0, true).pager).toEqual({
      x: 0,
      y: room.height - PAGER_HEIGHT,
      width: room.width,
    });
  });

  it("give the strip's room to the large one when it is hidden", () => {
    const room = { width: 1000, height: 600 };
    expect(placeStage(focus(names(3)), room, 0, false).places).toEqual(
      new Map([["main", { x: 0, y: 0, ...room, role: "main" }]]),
    );
  });

  it("put the strip beside the large one in a wide room and below it in an upright one", () => {
    const wide = placeStage(focus(["a"]), { width: 1000, height: 600 }, 0, true).places;
    expect(wide.get("a")?.x).toBe((wide.get("main")?.width ?? 0) + GAP);
    const upright = placeStage(focus(["a"]), { width: 344, height: 616 }, 0, true).places;
    expect(upright.get("a")?.y).toBe((upright.get("main")?.height ?? 0) + GAP);
  });

  it("have at least three beside a large one on an upright phone", () => {
    expect(placeStage(focus(names(8)), { width: 304, height: 500 }, 0, true).perPage).toBe(3);
  });
});
