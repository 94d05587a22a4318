import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { filesBelow, hashFiles } from "./content-hash.mjs";

describe("content hash of a folder", () => {
  let folder: string;
  const write = (name: string, text: string) => {
    writeFileSync(join(folder, name), text);
  };
  const hash = () => hashFiles(folder, filesBelow(folder));

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "sotto-hash-"));
    mkdirSync(join(folder, "sub"));
    write("b.txt", "two");
    write("a.txt", "one");
    write("sub/c.txt", "three");
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  it("covers every file, sorted, and leaves out what it is told to", () => {
    expect(filesBelow(folder)).toEqual(["a.txt", "b.txt", join("sub", "c.txt")]);
    expect(filesBelow(folder, (name) => name === "sub")).toEqual(["a.txt", "b.txt"]);
  });

  it("stays the same when nothing changes", () => {
    const before = hash();
    write("a.txt", "one");
    expect(hash()).toBe(before);
  });

  it("changes with a file's content, with its name, and with a new file", () => {
    const seen = [hash()];
    write("sub/c.txt", "THREE");
    seen.push(hash());
    rmSync(join(folder, "a.txt"));
    write("A.txt", "one");
    seen.push(hash());
    write("sub/d.txt", "");
    seen.push(hash());
    expect(new Set(seen).size).toBe(seen.length);
  });

  it("tells apart sets whose names and contents join to the same text", () => {
    write("x", "ab");
    write("xa", "b");
    expect(hashFiles(folder, ["x"])).not.toBe(hashFiles(folder, ["xa"]));
  });
});
