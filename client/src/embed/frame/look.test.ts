import { describe, expect, it } from "vitest";
import { applyLook, type Colour } from "./look.ts";

const COLOURS: Readonly<Record<string, Colour>> = {
  "#804": [136, 0, 68, 255],
  yellow: [255, 255, 0, 255],
  black: [0, 0, 0, 255],
  ink: [28, 42, 43, 255],
  "rgb(1 2 3 / 0.9)": [1, 2, 3, 229],
};

describe("a page's look", () => {
  const applied = (look: Parameters<typeof applyLook>[0]) => {
    const set: Record<string, string> = {};
    const style = { setProperty: (name: string, value: string) => void (set[name] = value) };
    const colourOf = (value: string): Colour => COLOURS[value] ?? [0, 0, 0, 0];
    applyLook(look, style, { supports: () => true, colourOf }, "ink");
    return set;
  };

  it("is taken over as values, with text that can be read on them", () => {
    expect(applied({ accent: "#804", radius: "4px", background: "yellow" })).toEqual({
      "--accent": "#804",
      "--accent-strong": "color-mix(in srgb, #804 85%, #000000)",
      "--on-accent": "#ffffff",
      "--radius": "4px",
      "--stage": "yellow",
    });
    expect(applied({ accent: "yellow" })["--on-accent"]).toBe("#000000");
  });

  it.each([
    { accent: "url(//evil.example)" },
    { accent: "image-set(//evil.example 1x)" },
    { background: "var(--ink)" },
    { radius: "1px;color:red" },
    { radius: "1px}*{display:none" },
    { radius: "attr(data-x)" },
    { accent: "\\75rl(x)" },
  ])("names nothing outside and ends no rule: %o", (look) => {
    expect(applied(look)).toEqual({});
  });

  it.each([
    ["that can be seen through", { accent: "rgb(1 2 3 / 0.9)" }],
    ["on which text vanishes", { background: "black" }],
  ])("has no colour %s", (_, look) => {
    expect(applied(look)).toEqual({});
  });
});
