import { describe, expect, it } from "vitest";
import { cornerAt, nextCorner, placeIn } from "./corner.ts";

const room = { width: 1000, height: 600 };
const place = { x: 780, y: 470, width: 200, height: 120 };

describe("the corner of one's own picture", () => {
  it("is the nearest to where it was let go", () => {
    expect(cornerAt({ x: 100, y: 100 }, room)).toBe("top start");
    expect(cornerAt({ x: 900, y: 310 }, room)).toBe("bottom end");
  });

  it("goes round all four", () => {
    const one = nextCorner("bottom end");
    const all = new Set(["bottom end", one, nextCorner(one), nextCorner(nextCorner(one))]);
    expect(all.size).toBe(4);
  });

  it("keeps the same distance from both edges", () => {
    expect(placeIn("bottom end", room, place)).toEqual({ x: 780, y: 470 });
    expect(placeIn("top start", room, place)).toEqual({ x: 20, y: 10 });
  });
});
