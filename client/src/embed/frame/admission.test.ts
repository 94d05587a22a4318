import { describe, expect, it } from "vitest";
import { frameHash } from "../protocol/index.ts";
import { admit, type Surroundings } from "./admission.ts";

const SHOP = "https://shop.example";
const EVIL = "https://evil.example";
const route = { nonce: "a".repeat(32), parentOrigin: SHOP, door: "r", roomSecret: undefined } as const;
const here: Surroundings = {
  hash: frameHash(route),
  isFramed: true,
  parentIsTop: true,
  ancestors: [SHOP],
  allowed: [SHOP],
};

describe("a frame", () => {
  it("shakes hands with an allowed parent", () => {
    expect(admit(here)).toEqual({ kind: "handshake", route });
    expect(admit({ ...here, ancestors: undefined })).toEqual({ kind: "handshake", route });
  });

  it("needs no scripts around it where the browser says who is there", () => {
    const plain = { ...here, hash: "#/r/abc" };
    expect(admit(plain)).toEqual({ kind: "plain" });
    expect(admit({ ...plain, ancestors: undefined })).toEqual({ kind: "refused", why: "origin" });
    expect(admit({ ...plain, ancestors: [] })).toEqual({ kind: "refused", why: "origin" });
    expect(admit({ ...plain, ancestors: [EVIL] })).toEqual({ kind: "refused", why: "origin" });
  });

  it.each([
    ["nobody is allowed", { allowed: [] }],
    ["the parent is not allowed", { hash: frameHash({ ...route, parentOrigin: EVIL }), ancestors: [EVIL] }],
    ["the parent says it is another", { ancestors: [EVIL] }],
    ["a page around the parent is not allowed", { ancestors: [SHOP, EVIL] }],
    ["a page around the parent may not be", { ancestors: undefined, parentIsTop: false }],
    ["the parent is sandboxed", { ancestors: ["null"] }],
  ])("is refused where %s", (_, change: Partial<Surroundings>) => {
    expect(admit({ ...here, ...change })).toEqual({ kind: "refused", why: "origin" });
  });

  it("is refused with another address, and where it is no frame", () => {
    expect(admit({ ...here, hash: "" })).toEqual({ kind: "refused", why: "address" });
    expect(admit({ ...here, isFramed: false })).toEqual({ kind: "refused", why: "not-framed" });
  });
});
