import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { applyEdit, applyPatch } from "./patches.mjs";

const edit = { file: "lib.js", find: "a === b", replace: "a.includes(b)" };

describe("applyEdit", () => {
  it("replaces the one occurrence", () => {
    expect(applyEdit("if (a === b) x;", edit, "lib")).toBe("if (a.includes(b)) x;");
  });

  it("leaves a text alone that was patched before", () => {
    expect(applyEdit("if (a.includes(b)) x;", edit, "lib")).toBe("if (a.includes(b)) x;");
  });

  it("takes the replacement literally, dollar signs and all", () => {
    expect(applyEdit("find", { file: "", find: "find", replace: "$& $1" }, "lib")).toBe("$& $1");
  });

  it.each([
    ["nowhere", "if (c) x;"],
    ["twice", "a === b; a === b"],
    ["beside its own replacement", "a === b; a.includes(b)"],
  ])("refuses a text that holds the pattern %s", (_how, text) => {
    expect(() => applyEdit(text, edit, "lib lib.js")).toThrow(/lib lib\.js.*exactly once/);
  });
});

describe("applyPatch", () => {
  let nodeModules: string;
  const library = () => join(nodeModules, "lib", "lib.js");
  const patch = { package: "lib", version: "1.2.3", edits: [edit] };

  beforeEach(() => {
    nodeModules = mkdtempSync(join(tmpdir(), "sotto-patch-"));
    mkdirSync(join(nodeModules, "lib"));
    writeFileSync(join(nodeModules, "lib", "package.json"), '{"version":"1.2.3"}');
    writeFileSync(library(), "a === b");
  });
  afterEach(() => {
    rmSync(nodeModules, { recursive: true });
  });

  it("changes the installed file once, and says so", () => {
    expect(applyPatch(patch, nodeModules)).toBe("applied");
    expect(readFileSync(library(), "utf8")).toBe("a.includes(b)");
    expect(applyPatch(patch, nodeModules)).toBe("already applied");
    expect(readFileSync(library(), "utf8")).toBe("a.includes(b)");
  });

  it("refuses another version and names both", () => {
    const other = { ...patch, version: "1.2.4" };
    expect(() => applyPatch(other, nodeModules)).toThrow(/1\.2\.4.*1\.2\.3/);
    expect(readFileSync(library(), "utf8")).toBe("a === b");
  });

  it("writes nothing if one of several edits does not fit", () => {
    const broken = { ...patch, edits: [edit, { file: "lib.js", find: "not there", replace: "x" }] };
    expect(() => applyPatch(broken, nodeModules)).toThrow(/exactly once/);
    expect(readFileSync(library(), "utf8")).toBe("a === b");
  });

  it("applies several edits to one file", () => {
    writeFileSync(library(), "a === b; c");
    const two = { ...patch, edits: [edit, { file: "lib.js", find: "; c", replace: "; d" }] };
    expect(applyPatch(two, nodeModules)).toBe("applied");
    expect(readFileSync(library(), "utf8")).toBe("a.includes(b); d");
  });

  it("refuses when the package is not installed", () => {
    expect(() => applyPatch({ ...patch, package: "absent" }, nodeModules)).toThrow(/not installed/);
  });
});
