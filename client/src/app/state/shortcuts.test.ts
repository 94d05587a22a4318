import { describe, expect, it } from "vitest";
import { commandOf, type KeyPress, shortcutLabel } from "./shortcuts.ts";

const press = (key: string, held: Partial<KeyPress> = {}): KeyPress => ({
  key,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  repeat: false,
  ...held,
});

describe("shortcuts", () => {
  it.each([
    ["m", {}, "microphone"],
    ["M", {}, "microphone"],
    ["v", {}, "camera"],
    ["p", {}, "people"],
    ["?", {}, "help"],
    ["d", { ctrlKey: true }, "microphone"],
    ["d", { metaKey: true }, "microphone"],
    ["e", { ctrlKey: true }, "camera"],
  ] as const)("%s %o does %s", (key, held, command) => {
    expect(commandOf(press(key, held), "page")).toBe(command);
  });

  it("act neither while typing nor in a dialog", () => {
    for (const place of ["typing", "dialog"] as const) {
      expect(commandOf(press("m"), place)).toBeUndefined();
      expect(commandOf(press("d", { ctrlKey: true }), place)).toBeUndefined();
    }
  });

  it("leave the browser's own keys alone", () => {
    expect(commandOf(press("m", { ctrlKey: true }), "page")).toBeUndefined();
    expect(commandOf(press("p", { metaKey: true }), "page")).toBeUndefined();
    expect(commandOf(press("v", { altKey: true }), "page")).toBeUndefined();
    expect(commandOf(press("d"), "page")).toBeUndefined();
  });

  it("do not flicker while a key is held", () => {
    expect(commandOf(press("m", { repeat: true }), "page")).toBeUndefined();
  });

  it("are labelled as on the keyboard at hand", () => {
    expect(shortcutLabel({ key: "d", ctrl: true }, true)).toBe("⌘D");
    expect(shortcutLabel({ key: "d", ctrl: true }, false)).toBe("Ctrl+D");
    expect(shortcutLabel({ key: "m", ctrl: false }, true)).toBe("M");
  });
});
