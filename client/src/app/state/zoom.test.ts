import { describe, expect, it } from "vitest";
import { actualSize, drawnAt, fitScale, isActualSize, panBy, scaleOf, zoomBy, type Zoom } from "./zoom.ts";

const frame = { picture: { width: 2560, height: 1440 }, view: { width: 1000, height: 700 } };
const middle = { x: 500, y: 350 };

describe("zoom", () => {
  it("fits all of the picture, in the middle", () => {
    expect(fitScale(frame)).toBeCloseTo(1000 / 2560);
    expect(drawnAt("fit", frame)).toMatchObject({ x: 0, width: 1000 });
    expect(drawnAt("fit", frame).y).toBeCloseTo((700 - 1440 * (1000 / 2560)) / 2);
  });

  it("shows the picture's pixels as the screen's, whatever the screen's ratio", () => {
    for (const ratio of [1, 2]) {
      const zoom = actualSize("fit", frame, ratio);
      expect(scaleOf(zoom, frame)).toBeCloseTo(1 / ratio);
      expect(isActualSize(zoom, ratio)).toBe(true);
    }
    expect(isActualSize("fit", 1)).toBe(false);
  });

  it("keeps the point under the pointer where it is", () => {
    const at = { x: 380, y: 300 };
    const under = (zoom: Zoom) => {
      const drawn = drawnAt(zoom, frame);
      return { x: (at.x - drawn.x) / drawn.width, y: (at.y - drawn.y) / drawn.height };
    };
    let zoom = zoomBy("fit", 4, at, frame);
    const before = under(zoom);
    zoom = zoomBy(zoom, 1.5, at, frame);
    expect(under(zoom).x).toBeCloseTo(before.x);
    expect(under(zoom).y).toBeCloseTo(before.y);
  });

  it("never shows what is beside the picture while it is larger than the view", () => {
    let zoom = zoomBy("fit", 3, middle, frame);
    zoom = panBy(zoom, { x: 100_000, y: 100_000 }, frame);
    expect(drawnAt(zoom, frame)).toMatchObject({ x: 0, y: 0 });
    zoom = panBy(zoom, { x: -100_000, y: -100_000 }, frame);
    const { x, y, width, height } = drawnAt(zoom, frame);
    expect(x + width).toBeCloseTo(1000);
    expect(y + height).toBeCloseTo(700);
  });

  it("moves with the finger, pixel by pixel", () => {
    const zoom = zoomBy("fit", 3, middle, frame);
    const before = drawnAt(zoom, frame);
    const after = drawnAt(panBy(zoom, { x: 30, y: -20 }, frame), frame);
    expect(after.x - before.x).toBeCloseTo(30);
    expect(after.y - before.y).toBeCloseTo(-20);
  });

  it("ends at fit on the way out and at six times on the way in", () => {
    expect(zoomBy(zoomBy("fit", 2, middle, frame), 0.1, middle, frame)).toBe("fit");
    expect(scaleOf(zoomBy("fit", 1000, middle, frame), frame)).toBe(6);
  });

  it("stays in bounds when the view or the picture changes", () => {
    const zoom = panBy(zoomBy("fit", 3, middle, frame), { x: -100_000, y: 0 }, frame);
    const small = { ...frame, picture: { width: 640, height: 360 } };
    const { x, width } = drawnAt(zoom, small);
    expect(x + width / 2).toBeCloseTo(500);
  });
});
