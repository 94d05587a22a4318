import { describe, expect, it } from "vitest";
import { de } from "./de.ts";
import { en } from "./en.ts";
import { chooseLanguage } from "./language.ts";

function entries(node: object, path = ""): Map<string, string> {
  const found = new Map<string, string>();
  for (const [key, value] of Object.entries(node) as [string, unknown][]) {
    if (typeof value === "string") found.set(path + key, value);
    else for (const [inner, text] of entries(value as object, `${path}${key}.`)) found.set(inner, text);
  }
  return found;
}

const placeholders = (text: string) => [...text.matchAll(/\{\{(\w+)\}\}/g)].map((match) => match[1]).sort();

describe("catalogs", () => {
  const english = entries(en);
  const german = entries(de);

  it("have the same keys and no empty text", () => {
    expect([...german.keys()].sort()).toEqual([...english.keys()].sort());
    for (const text of [...english.values(), ...german.values()]) expect(text.trim()).not.toBe("");
  });

  it("fill in the same values", () => {
    for (const [key, text] of english)
      expect(placeholders(german.get(key) ?? ""), key).toEqual(placeholders(text));
  });

  it("have both plural forms wherever there is one", () => {
    for (const key of english.keys()) {
      if (key.endsWith("_one")) expect(english.has(key.replace(/_one$/, "_other")), key).toBe(true);
    }
  });
});

describe("language", () => {
  it("is the stored one before the browser's", () => {
    expect(chooseLanguage("en", ["de-AT"])).toBe("en");
  });
  it("matches regional tags and skips unknown languages", () => {
    expect(chooseLanguage(null, ["fr-FR", "de-CH", "en"])).toBe("de");
  });
  it("is English when nothing fits or the stored value is garbage", () => {
    expect(chooseLanguage("<script>", ["fr"])).toBe("en");
  });
});
