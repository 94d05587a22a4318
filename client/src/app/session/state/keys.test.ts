import { expect, it } from "vitest";
import { sessionCommand } from "./keys.ts";

const press = (key: string, changes: object = {}) => ({
  ...{ key, ctrlKey: false, metaKey: false, altKey: false, repeat: false },
  ...changes,
});

it("shares with S and with D, in capitals too", () => {
  expect(["s", "d", "S"].map((key) => sessionCommand(press(key), "page"))).toEqual([
    "share",
    "share",
    "share",
  ]);
  expect(sessionCommand(press("f"), "control")).toBe("fullScreen");
});

it("leaves keys alone that are not meant for it", () => {
  expect(sessionCommand(press("c", { ctrlKey: true }), "page")).toBeUndefined();
  expect(sessionCommand(press("s", { metaKey: true }), "page")).toBeUndefined();
  expect(sessionCommand(press("s", { repeat: true }), "page")).toBeUndefined();
  for (const place of ["typing", "dialog"] as const)
    expect(sessionCommand(press("s"), place)).toBeUndefined();
  expect(sessionCommand(press("x"), "page")).toBeUndefined();
});
