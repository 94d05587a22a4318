import { describe, expect, it } from "vitest";
import { isProtected, newRoom, passwordProblem, readLink } from "./linkInput.ts";

const origin = "https://sotto.example";
const random = new Uint8Array(32).fill(7);

describe("links of the app", () => {
  it("carry that there is a password, and never the password", () => {
    const link = newRoom(origin, random, "open sesame");
    expect(isProtected(link)).toBe(true);
    expect(link).not.toContain("sesame");
    expect(link.slice(-43)).toBe(newRoom(origin, random, "").slice(-43));
    expect(isProtected(newRoom(origin, random, ""))).toBe(false);
  });

  it("keep the password's mark when they are pasted", () => {
    const link = newRoom("https://elsewhere.example", random, "x");
    expect(readLink(link, origin)).toEqual({ link: newRoom(origin, random, "x") });
  });

  it("say when a password is none or too long", () => {
    expect(passwordProblem("")).toBe("missing");
    expect(passwordProblem("€".repeat(86))).toBe("long");
    expect(passwordProblem(" ")).toBeUndefined();
  });
});
