import { describe, expect, it } from "vitest";
import { pageOf, tileGrid } from "./tileGrid.ts";

const GAP = 8;

describe("tile grid", () => {
  it.each([
    [1, 1, 1],
    [2, 2, 1],
    [4, 2, 2],
    [9, 3, 3],
    [16, 4, 4],
    [25, 5, 5],
  ])("lays %i tiles out as %i by %i on a desktop", (count, columns, rows) => {
    expect(tileGrid(count, 1256, 676, GAP)).toMatchObject({ columns, rows, perPage: count });
  });

  it.each([
    [2, 1, 2],
    [4, 2, 2],
    [8, 2, 4],
  ])("lays %i tiles out as %i by %i on an upright phone", (count, columns, rows) => {
    expect(tileGrid(count, 344, 616, GAP)).toMatchObject({ columns, rows, perPage: count });
  });

  it("stays inside its room at every count, also 320 pixels wide", () => {
    for (const [width, height] of [
      [304, 500],
      [344, 616],
      [720, 230],
      [1256, 676],
      [3800, 1900],
    ] as const) {
      for (let count = 1; count <= 40; count++) {
        const { columns, rows, tileWidth, tileHeight, perPage } = tileGrid(count, width, height, GAP);
        expect(columns * tileWidth + (columns - 1) * GAP).toBeLessThanOrEqual(width);
        expect(rows * tileHeight + (rows - 1) * GAP).toBeLessThanOrEqual(height);
        expect(columns * rows).toBeGreaterThanOrEqual(perPage);
      }
    }
  });

  it("uses pages rather than tiles too small for a face, and never more than 25 on one but on large screens", () => {
    const phone = tileGrid(25, 304, 500, GAP);
    expect(phone.perPage).toBeLessThan(25);
    expect(phone.tileWidth).toBeGreaterThanOrEqual(88);
    expect(phone.tileHeight).toBeGreaterThanOrEqual(80);
    expect(tileGrid(60, 1700, 900, GAP).perPage).toBe(25);
    expect(tileGrid(60, 3800, 1900, GAP).perPage).toBe(49);
  });

  it("fills a page before it begins another", () => {
    for (const [width, height] of [
      [304, 500],
      [720, 230],
      [1256, 676],
    ] as const) {
      const { columns, rows, perPage } = tileGrid(60, width, height, GAP);
      expect(perPage).toBe(columns * rows);
    }
  });

  it("shows one tile even where there is no room yet", () => {
    expect(tileGrid(5, 0, 0, GAP).perPage).toBe(1);
  });
});

describe("pages", () => {
  const items = [0, 1, 2, 3, 4, 5, 6];
  it("keep the order and hold the rest on the last", () => {
    expect(pageOf(items, 3, 2)).toEqual({ items: [6], page: 2, pages: 3 });
  });
  it("go back into range when people leave", () => {
    expect(pageOf(items.slice(0, 2), 3, 2)).toEqual({ items: [0, 1], page: 0, pages: 1 });
  });
});
