import { describe, expect, it } from "vitest";
import { MOST_FILE_BYTES } from "../../sdk/index.ts";
import { fileFits, sizeWords } from "./files.ts";

describe("files", () => {
  it("fit if the group takes them", () => {
    expect(fileFits(MOST_FILE_BYTES)).toBe(true);
    expect(fileFits(MOST_FILE_BYTES + 1)).toBe(false);
    expect(fileFits(0)).toBe(false);
  });

  it("have sizes that can be read", () => {
    expect(sizeWords(999, "en")).toBe("999 byte");
    expect(sizeWords(1_234_567, "de")).toBe("1,23 MB");
    expect(sizeWords(45_600, "en")).toBe("45.6 kB");
  });
});
