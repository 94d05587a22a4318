import { describe, expect, it } from "vitest";
import { ResumeTokens } from "./ResumeTokens.ts";

const token = (value: number): Uint8Array => new Uint8Array(32).fill(value);
const nobody = (): boolean => false;

describe("resume tokens", () => {
  it("let anybody use an id for the first time, and then only its first user", () => {
    const tokens = new ResumeTokens(4);
    expect(tokens.fits("a", token(1))).toBe(true);
    tokens.bind("a", token(1), nobody);
    expect(tokens.fits("a", token(1))).toBe(true);
    expect(tokens.fits("a", token(2))).toBe(false);
    expect(tokens.fits("b", token(2))).toBe(true);
  });

  it("keep the first token", () => {
    const tokens = new ResumeTokens(4);
    tokens.bind("a", token(1), nobody);
    tokens.bind("a", token(2), nobody);
    expect(tokens.fits("a", token(2))).toBe(false);
  });

  it("do not change with the bytes they were made from", () => {
    const tokens = new ResumeTokens(4);
    const bytes = token(1);
    tokens.bind("a", bytes, nobody);
    bytes.fill(0);
    expect(tokens.fits("a", token(1))).toBe(true);
  });

  it("beyond the capacity are forgotten oldest first, but not where the id is in use", () => {
    const tokens = new ResumeTokens(2);
    for (const [index, id] of ["a", "b", "c"].entries())
      tokens.bind(id, token(index), (used) => used === "a");
    expect(tokens.fits("a", token(9))).toBe(false);
    expect(tokens.fits("b", token(9))).toBe(true);
    expect(tokens.fits("c", token(9))).toBe(false);
  });
});
