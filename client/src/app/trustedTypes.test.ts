import { describe, expect, it } from "vitest";
import { allowOwnScriptsOnly } from "./trustedTypes.ts";

describe("trusted types", () => {
  const rules: { createScriptURL?: (url: string) => string } = {};
  allowOwnScriptsOnly(
    { trustedTypes: { createPolicy: (_name, given) => Object.assign(rules, given) } },
    "https://sotto.example",
  );

  it("let a worker of this origin through, and nothing that makes markup", () => {
    expect(rules.createScriptURL?.("https://sotto.example/assets/keys.js")).toBe(
      "https://sotto.example/assets/keys.js",
    );
    expect(rules.createScriptURL?.("/assets/keys.js")).toBe("/assets/keys.js");
    expect(Object.keys(rules)).toEqual(["createScriptURL"]);
  });

  it("refuse a script of another origin, of a blob and of a data URL", () => {
    for (const url of ["https://evil.example/x.js", "//evil.example/x.js", "data:text/javascript,1"]) {
      expect(() => rules.createScriptURL?.(url)).toThrow(TypeError);
    }
  });

  it("are no matter for browsers without them", () => {
    expect(() => {
      allowOwnScriptsOnly({}, "https://sotto.example");
    }).not.toThrow();
  });
});
