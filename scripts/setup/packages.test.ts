import { describe, expect, it } from "vitest";
import { sameTree } from "./packages.mjs";

const lock = {
  packages: {
    "": { version: "0.1.0" },
    shared: { version: "0.1.0" },
    "node_modules/@sotto/shared": { link: true },
    "node_modules/a": { version: "1.0.0" },
    "client/node_modules/b": { version: "2.0.0" },
    "node_modules/only-on-windows": { version: "3.0.0", optional: true },
  },
};
const installed = {
  packages: {
    shared: { version: "0.1.0" },
    "node_modules/@sotto/shared": { link: true },
    "node_modules/a": { version: "1.0.0" },
    "client/node_modules/b": { version: "2.0.0" },
  },
};

describe("sameTree", () => {
  it("accepts a tree that lacks only packages for other platforms", () => {
    expect(sameTree(lock, installed)).toBe(true);
  });

  it("sees another version", () => {
    const packages = { ...installed.packages, "node_modules/a": { version: "1.0.1" } };
    expect(sameTree(lock, { packages })).toBe(false);
  });

  it("sees a missing package, nested ones too", () => {
    const { "client/node_modules/b": _missing, ...packages } = installed.packages;
    expect(sameTree(lock, { packages })).toBe(false);
  });

  it("sees a package that the lock no longer has", () => {
    const packages = { ...installed.packages, "node_modules/old": { version: "1.0.0" } };
    expect(sameTree(lock, { packages })).toBe(false);
  });

  it("does not take an empty record for an installed tree", () => {
    expect(sameTree(lock, {})).toBe(false);
  });
});
