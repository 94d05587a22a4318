import { describe, expect, it } from "vitest";
import { callCode, laterGroupId } from "./index.ts";

describe("call code", () => {
  it("is six groups of three digits", () => {
    expect(callCode(new Uint8Array(32))).toMatch(/^\d{3}( \d{3}){5}$/);
    expect(callCode(new Uint8Array(64))).toMatch(/^\d{3}( \d{3}){5}$/);
  });

  it("is the same for the same epoch, and another for another", () => {
    expect(callCode(new Uint8Array(32).fill(1))).toBe(callCode(new Uint8Array(32).fill(1)));
    expect(callCode(new Uint8Array(32).fill(1))).not.toBe(callCode(new Uint8Array(32).fill(2)));
  });
});

describe("later group id", () => {
  it("depends on the exported value, which must be whole", () => {
    expect(laterGroupId(new Uint8Array(32).fill(1))).not.toEqual(laterGroupId(new Uint8Array(32).fill(2)));
    expect(() => laterGroupId(new Uint8Array(31))).toThrow("32 bytes");
  });
});
