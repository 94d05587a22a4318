import { describe, expect, it } from "vitest";
import { arrange, type Candidate, FULL, MAX_PICTURES } from "./arrange.ts";
import { layerFor } from "./layers.ts";

const candidate = (id: string, over: Partial<Candidate> = {}): Candidate => ({
  ...{ id, source: "camera", tile: undefined, spokeAt: -Infinity },
  ...over,
});
const small = { width: 320, height: 180 };

describe("the layer for a tile", () => {
  it.each([
    ["a thumbnail", 200, 112, 0],
    ["a tile of a large call", 384, 216, 0],
    ["a tile of a small call", 640, 360, 1],
    ["the whole window", 1600, 900, 2],
    ["a tall narrow tile", 200, 400, 1],
  ])("of %s is no more than fills it", (_what, width, height, layer) => {
    expect(layerFor({ width, height }, 3)).toBe(layer);
  });

  it("is the only one of a stream that has one", () => {
    expect(layerFor({ width: 100, height: 60 }, 1)).toBe(0);
    expect(layerFor({ width: 4000, height: 3000 }, 1)).toBe(0);
  });

  it("is the top one for as much as there is", () => {
    expect([1, 2, 3].map((layers) => layerFor(FULL, layers))).toEqual([0, 1, 2]);
  });
});

describe("what is received", () => {
  it("is everything where nobody says what is on screen", () => {
    const shares = arrange([candidate("a"), candidate("b")]);
    expect([...shares.values()]).toEqual([FULL, FULL]);
  });

  it("is only what is on screen once that is said", () => {
    const shares = arrange([
      candidate("seen", { tile: small }),
      candidate("scrolled away", { tile: null }),
      candidate("never shown"),
      candidate("of no size", { tile: { width: 0, height: 0 } }),
    ]);
    expect(Object.fromEntries(shares)).toEqual({
      seen: small,
      "scrolled away": "paused",
      "never shown": "paused",
      "of no size": "paused",
    });
  });

  it("is, of too many, screens and those who spoke last", () => {
    const crowd = Array.from({ length: MAX_PICTURES }, (_, index) =>
      candidate(`quiet ${index}`, { tile: small }),
    );
    const shares = arrange([
      ...crowd,
      candidate("speaker", { tile: small, spokeAt: 5 }),
      candidate("screen", { tile: small, source: "screen" }),
    ]);
    expect(shares.get("speaker")).toEqual(small);
    expect(shares.get("screen")).toEqual(small);
    expect([...shares.values()].filter((share) => share !== "paused")).toHaveLength(MAX_PICTURES);
  });

  it("does not depend on the order for those who are shown", () => {
    const some = [candidate("a", { tile: small }), candidate("b", { tile: null })];
    expect(Object.fromEntries(arrange(some))).toEqual(Object.fromEntries(arrange([...some].reverse())));
  });
});
