import * as v from "valibot";
import { describe, expect, it } from "vitest";
import { Card, changeCard, fitsAsPicture } from "./index.ts";

const dataUrl = (type: string, bytes: readonly number[]) =>
  `data:image/${type};base64,${btoa(String.fromCharCode(...bytes))}`;
const u32 = (value: number) => [value >>> 24, (value >>> 16) & 255, (value >>> 8) & 255, value & 255];
const png = (width: number, height: number) =>
  dataUrl("png", [
    ...[0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52],
    ...[...u32(width), ...u32(height), 8, 6, 0, 0, 0],
  ]);
const jpeg = (width: number, height: number) =>
  dataUrl("jpeg", [
    ...[0xff, 0xd8, 0xff, 0xe0, 0, 4, 0, 0, 0xff, 0xc4, 0, 3, 0],
    ...[0xff, 0xc2, 0, 17, 8, height >> 8, height & 255, width >> 8, width & 255],
  ]);

describe("a picture", () => {
  it("is a small PNG or JPEG, in the address itself", () => {
    expect(fitsAsPicture(png(128, 128))).toBe(true);
    expect(fitsAsPicture(jpeg(128, 96))).toBe(true);
  });

  it.each([
    ["unfolds into a huge one", png(30_000, 30_000)],
    ["unfolds into a long one", jpeg(1, 60_000)],
    ["has no size", png(0, 1)],
    ["says it is another kind", png(8, 8).replace("png", "jpeg")],
    ["is cut off", dataUrl("jpeg", [0xff, 0xd8, 0xff])],
    ["has segments without an end", dataUrl("jpeg", [0xff, 0xd8, ...Array<number>(60).fill(0)])],
    ["can hold scripts", `data:image/svg+xml;base64,${btoa("<svg/>")}`],
    ["is a page", "data:text/html;base64,PGI+"],
    ["is somewhere else", "https://evil.example/pixel.png"],
    ["is no base64", "data:image/png;base64,iVBORw0KG"],
    ["is too long", `data:image/png;base64,${"A".repeat(32_000)}`],
  ])("is none that %s", (_, url) => {
    expect(fitsAsPicture(url)).toBe(false);
    expect(v.is(Card, { avatarUrl: url })).toBe(false);
  });
});

describe("a card", () => {
  it("keeps what a change does not name, and loses what is empty", () => {
    const card = { externalId: "17", metadata: "gold" };
    expect(changeCard(card, { metadata: "" })).toEqual({ externalId: "17" });
    expect(changeCard(card, { avatarUrl: png(8, 8) })).toEqual({ ...card, avatarUrl: png(8, 8) });
  });
});
