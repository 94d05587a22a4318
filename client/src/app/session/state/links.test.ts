import { expect, it } from "vitest";
import { readDoor, sessionLink } from "./links.ts";

const room = "https://calls.example/app/#/r/AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8";

it.each(["watch", "present"] as const)("leads to a room by the door to %s, and back", (door) => {
  const link = sessionLink(room, door);
  expect(link).not.toBe(room);
  expect(readDoor(link)).toEqual({ door, room });
  expect(readDoor(new URL(link).hash)).toEqual({ door, room: new URL(room).hash });
});

it.each(["watch", "present"] as const)("knows a room with a password by the door to %s", (door) => {
  const guarded = room.replace("#/r/", "#/p/");
  const link = sessionLink(guarded, door);
  expect(link).toMatch(door === "watch" ? /#\/wp\/AAEC/ : /#\/sp\/AAEC/);
  expect(readDoor(link)).toEqual({ door, room: guarded });
});

it("keeps a cut-off link a cut-off one", () => {
  expect(readDoor("#/w")).toEqual({ door: "watch", room: "#/r" });
  expect(readDoor("#/wp")).toEqual({ door: "watch", room: "#/p" });
  expect(readDoor("#/w/AAEC")?.room).toBe("#/r/AAEC");
});

it("leaves other addresses alone", () => {
  for (const text of [room, "#/", "#/settings", "#/presents", "hello"])
    expect(readDoor(text)).toBeUndefined();
});
