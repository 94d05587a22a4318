import { describe, expect, it } from "vitest";
import {
  actOf,
  canBeKey,
  chooseKey,
  keymapOf,
  type KeyboardPlace,
  type KeyPress,
  shortcutLabel,
} from "./shortcuts.ts";

const press = (key: string, held: Partial<KeyPress> = {}): KeyPress => ({
  key,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  repeat: false,
  ...held,
});

const commandOf = (pressed: KeyPress, place: KeyboardPlace) => {
  const act = actOf(pressed, place);
  return act?.type === "command" ? act.command : undefined;
};

describe("shortcuts", () => {
  it.each([
    ["m", {}, "microphone"],
    ["M", {}, "microphone"],
    ["v", {}, "camera"],
    ["p", {}, "people"],
    ["?", {}, "help"],
    ["d", {}, "share"],
    ["w", {}, "layout"],
    ["s", {}, "fullScreen"],
    ["f", {}, "filmstrip"],
    ["a", {}, "lowData"],
    ["t", {}, "statistics"],
    ["c", {}, "chat"],
    ["r", {}, "hand"],
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
      expect(actOf(press(" "), place)).toBeUndefined();
      expect(actOf(press("3"), place)).toBeUndefined();
    }
  });

  it("act while a button has the focus, but the space bar presses that button", () => {
    expect(commandOf(press("m"), "control")).toBe("microphone");
    expect(actOf(press(" "), "control")).toBeUndefined();
    expect(actOf(press(" "), "page")).toEqual({ type: "talk", isRepeat: false });
    expect(actOf(press(" ", { repeat: true }), "page")).toEqual({ type: "talk", isRepeat: true });
    expect(actOf(press(" ", { ctrlKey: true }), "page")).toBeUndefined();
  });

  it("name people by digits", () => {
    expect(actOf(press("0"), "page")).toEqual({ type: "person", number: 0 });
    expect(actOf(press("7"), "page")).toEqual({ type: "person", number: 7 });
    expect(actOf(press("7", { ctrlKey: true }), "page")).toBeUndefined();
  });

  it("leave the browser's own keys alone", () => {
    expect(commandOf(press("m", { ctrlKey: true }), "page")).toBeUndefined();
    expect(commandOf(press("p", { metaKey: true }), "page")).toBeUndefined();
    expect(commandOf(press("v", { altKey: true }), "page")).toBeUndefined();
    expect(commandOf(press("w", { ctrlKey: true }), "page")).toBeUndefined();
  });

  it("do not flicker while a key is held", () => {
    expect(commandOf(press("m", { repeat: true }), "page")).toBeUndefined();
  });

  it("obey the person's own letters, and keep the aliases", () => {
    const keymap = keymapOf(chooseKey({}, "microphone", "X").own);
    expect(actOf(press("x"), "page", keymap)).toEqual({ type: "command", command: "microphone" });
    expect(actOf(press("m"), "page", keymap)).toBeUndefined();
    expect(actOf(press("d", { ctrlKey: true }), "page", keymap)).toEqual({
      type: "command",
      command: "microphone",
    });
  });

  it("give a letter to one command alone", () => {
    const { own, taken } = chooseKey({}, "chat", "m");
    expect(taken).toBe("microphone");
    expect(actOf(press("m"), "page", keymapOf(own))).toEqual({ type: "command", command: "chat" });
    expect(actOf(press("c"), "page", keymapOf(own))).toBeUndefined();
    expect(chooseKey(own, "chat", "m").taken).toBeUndefined();
  });

  it("can be taken away one by one", () => {
    const { own, taken } = chooseKey({}, "lowData", null);
    expect(taken).toBeUndefined();
    expect(actOf(press("a"), "page", keymapOf(own))).toBeUndefined();
  });

  it("can be letters and signs; digits and the space bar have their meaning", () => {
    for (const key of ["x", "ß", "ж", "?", ",", "€"]) expect(canBeKey(key), key).toBe(true);
    for (const key of ["1", " ", "Enter", "Escape", "F2", ""]) expect(canBeKey(key), key).toBe(false);
  });

  it("are labelled as on the keyboard at hand", () => {
    expect(shortcutLabel({ key: "d", ctrl: true }, true)).toBe("⌘D");
    expect(shortcutLabel({ key: "d", ctrl: true }, false)).toBe("Ctrl+D");
    expect(shortcutLabel({ key: "m", ctrl: false }, true)).toBe("M");
  });
});
