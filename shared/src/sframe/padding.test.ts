import { describe, expect, it } from "vitest";
import { SframeError } from "./errors.ts";
import { pad, unpad } from "./padding.ts";

describe("padding", () => {
  it.each([[], [1, 2, 3], [0, 0, 0], [0x80], [0x80, 0, 0], [7, 0x80, 0]])(
    "comes off again: %j",
    (...frame) => {
      for (const more of [1, 2, 15, 200]) {
        const padded = pad(Uint8Array.from(frame), frame.length + more);
        expect(padded.length).toBe(frame.length + more);
        expect([...unpad(padded)]).toEqual(frame);
      }
    },
  );

  it("is one byte 0x80 and zeros", () => {
    expect([...pad(Uint8Array.of(5), 4)]).toEqual([5, 0x80, 0, 0]);
  });

  it.each([[], [0], [0, 0, 0], [1, 2, 3], [0x80, 1]])("is missed where it is not: %j", (...bytes) => {
    expect(() => unpad(Uint8Array.from(bytes))).toThrowError(SframeError);
  });

  it("needs room", () => {
    expect(() => pad(Uint8Array.of(1, 2), 2)).toThrowError(RangeError);
  });
});
