import { describe, expect, it } from "vitest";
import { asCtr, asKid } from "../ids/index.ts";
import { fromHex, toHex } from "../testing/hex.ts";
import { seededRandom } from "../testing/random.ts";
import { decodeHeader, encodeHeader, MAX_HEADER_LENGTH, readCallHeader, SframeError } from "./index.ts";
import { rfcHeaders } from "./rfcFigures.ts";

function codeOf(bytes: Uint8Array): string {
  try {
    decodeHeader(bytes);
  } catch (error) {
    expect(error).toBeInstanceOf(SframeError);
    return (error as SframeError).code;
  }
  return "decoded";
}

describe("SFrame header", () => {
  it.each(rfcHeaders)("of key id %d and counter %d is %s", (kid, ctr, encoded) => {
    expect(toHex(encodeHeader(asKid(kid), asCtr(ctr)))).toBe(encoded);
    expect(decodeHeader(fromHex(encoded))).toEqual({ kid, ctr, headerLength: encoded.length / 2 });
  });

  it("leaves what follows alone", () => {
    expect(decodeHeader(fromHex("9901234567ffff"))).toEqual({ kid: 0x123n, ctr: 0x4567n, headerLength: 5 });
  });

  it.each([
    ["nothing", ""],
    ["a missing key id", "80"],
    ["a key id cut off", "9001"],
    ["a missing counter", "08"],
    ["a counter cut off", "990123 45"],
    ["one byte too few of the longest", "ff".repeat(16)],
    ["a key id of 7 in its own byte", "80 07"],
    ["a counter of 0 in its own byte", "08 00"],
    ["a key id with a leading zero", "90 00ff"],
    ["a counter with a leading zero", "09 00ff"],
    ["a long counter of nothing but zeros", "0f 0000000000000000"],
  ])("is refused: %s", (_, hex) => {
    expect(codeOf(fromHex(hex))).toBe("sframe/header");
  });

  it("decodes to what encodes to the same bytes, or is refused", () => {
    const random = seededRandom("SFrame header on random bytes");
    let decoded = 0;
    for (let round = 0; round < 20_000; round++) {
      const bytes = random.bytes(random.below(MAX_HEADER_LENGTH + 3));
      const why = `seed ${random.seed}, bytes ${toHex(bytes)}`;
      if (codeOf(bytes) === "decoded") {
        const { kid, ctr, headerLength } = decodeHeader(bytes);
        expect(toHex(encodeHeader(kid, ctr)), why).toBe(toHex(bytes.subarray(0, headerLength)));
        decoded++;
      } else {
        expect(codeOf(bytes), why).toBe("sframe/header");
      }
    }
    expect(decoded).toBeGreaterThan(0);
  });

  it("reads the same as numbers, and refuses what numbers cannot hold", () => {
    const random = seededRandom("SFrame header as numbers");
    for (let round = 0; round < 20_000; round++) {
      const bytes = random.bytes(random.below(MAX_HEADER_LENGTH + 3));
      const why = `seed ${random.seed}, bytes ${toHex(bytes)}`;
      const read = (): object => {
        const { kid, ctr, headerLength } = readCallHeader(bytes);
        return { kid: BigInt(kid), ctr: BigInt(ctr), headerLength };
      };
      const fits = codeOf(bytes) === "decoded" && decodeHeader(bytes);
      if (fits && fits.kid < 2n ** 53n && fits.ctr < 2n ** 53n) expect(read(), why).toEqual(fits);
      else expect(read, why).toThrow(expect.objectContaining({ code: "sframe/header" }));
    }
  });

  it("carries any 64-bit values there and back", () => {
    const random = seededRandom("SFrame header on random values");
    const any = () => ((BigInt(random.u32()) << 32n) | BigInt(random.u32())) >> BigInt(random.below(64));
    for (let round = 0; round < 2000; round++) {
      const [kid, ctr] = [asKid(any()), asCtr(any())];
      const header = encodeHeader(kid, ctr);
      expect(decodeHeader(header), `seed ${random.seed}`).toEqual({ kid, ctr, headerLength: header.length });
    }
  });
});
