import { describe, expect, it } from "vitest";
import { asCtr, asEpoch, asKid, asLeafIndex, asStreamNumber } from "./index.ts";

describe("numbers", () => {
  it("are typed only inside their range", () => {
    expect([asEpoch(0), asLeafIndex(4095), asStreamNumber(15)]).toEqual([0, 4095, 15]);
    expect([asKid(7), asCtr((1n << 64n) - 1n)]).toEqual([7n, 18446744073709551615n]);
  });

  it.each([
    () => asEpoch(-1),
    () => asEpoch(2 ** 53),
    () => asEpoch(NaN),
    () => asLeafIndex(4096),
    () => asStreamNumber(16),
    () => asStreamNumber(0.5),
    () => asKid(-1n),
    () => asKid(2 ** 53),
    () => asCtr(1n << 64n),
  ])("outside it are refused: %s", (make) => {
    expect(make).toThrow(expect.objectContaining({ code: "ids/range" }));
  });
});
