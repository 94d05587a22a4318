import { describe, expect, it } from "vitest";
import { fitted, recordingLayout } from "./recordingLayout.ts";

const size = { width: 1280, height: 720 };

describe("the picture of a recording", () => {
  it.each([1, 2, 3, 5, 9, 25, 80])("has everybody in it, apart from each other, for %i", (people) => {
    const { people: boxes } = recordingLayout(people, false, size);
    expect(boxes).toHaveLength(Math.min(people, 25));
    for (const [at, box] of boxes.entries()) {
      expect(box.x).toBeGreaterThanOrEqual(0);
      expect(box.x + box.width).toBeLessThanOrEqual(size.width + 0.01);
      expect(box.y + box.height).toBeLessThanOrEqual(size.height + 0.01);
      for (const other of boxes.slice(at + 1)) {
        const apart = other.x >= box.x + box.width || other.y >= box.y + box.height;
        expect(apart).toBe(true);
      }
    }
  });

  it("has a share large and people beside it", () => {
    const { share, people } = recordingLayout(9, true, size);
    expect(share?.width).toBeGreaterThan(1000);
    expect(people).toHaveLength(4);
    for (const box of people) {
      expect(box.x).toBeGreaterThanOrEqual((share?.width ?? 0) + (share?.x ?? 0));
      expect(box.y + box.height).toBeLessThanOrEqual(size.height);
    }
    expect(recordingLayout(0, true, size).share).toEqual({ x: 0, y: 0, ...size });
  });

  it("shows faces filling their place and shares whole", () => {
    const box = { x: 0, y: 0, width: 100, height: 100 };
    expect(fitted({ width: 200, height: 100 }, box, true)).toEqual({ x: 0, y: 25, width: 100, height: 50 });
    expect(fitted({ width: 200, height: 100 }, box, false)).toEqual({
      x: -50,
      y: 0,
      width: 200,
      height: 100,
    });
  });
});
