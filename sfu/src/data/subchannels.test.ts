import { expect, it } from "vitest";
import { everybodyBut, MAX_PLACES, only, subchannelsOf } from "./subchannels.ts";

const places = [0, 1, 2, 3, 7, 8, 255, 256, 1000, MAX_PLACES - 1];

function receivers(subchannels: readonly number[]): number[] {
  return places.filter((place) => subchannelsOf(place).some((own) => subchannels.includes(own)));
}

it("a message to everybody but one reaches exactly those", () => {
  for (const place of places) {
    expect(receivers(everybodyBut(place))).toEqual(places.filter((other) => other !== place));
  }
});

it("a message to one reaches that one", () => {
  for (const place of places) expect(receivers([only(place)])).toEqual([place]);
});

it("subchannels fit into the 16 bits that they have", () => {
  expect(Math.max(...subchannelsOf(MAX_PLACES - 1))).toBeLessThan(2 ** 16);
});
