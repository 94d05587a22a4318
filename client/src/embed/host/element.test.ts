import { describe, expect, it } from "vitest";
import type { EmbedEvent } from "../protocol/index.ts";
import { cardFrom, optionsFrom } from "./attributes.ts";
import { reflectAttributes, upgradeProperties } from "./reflect.ts";
import { withToken } from "./room.ts";
import { wherebyEvents } from "./whereby.ts";

class Attributes {
  readonly all = new Map<string, string>();
  getAttribute = (name: string) => this.all.get(name) ?? null;
  hasAttribute = (name: string) => this.all.has(name);
  setAttribute = (name: string, value: string) => void this.all.set(name, value);
  toggleAttribute = (name: string, on: boolean) => void (on ? this.all.set(name, "") : this.all.delete(name));
}

describe("properties", () => {
  class Reflected extends Attributes {}
  reflectAttributes(Reflected as unknown as typeof HTMLElement);

  it("and attributes say the same", () => {
    const element = new Reflected() as Reflected & Record<string, unknown>;
    Object.assign(element, { displayName: "Ana", settingsButton: false, skipPrejoin: true, externalId: 17 });
    expect(Object.fromEntries(element.all)).toEqual({
      "display-name": "Ana",
      "settings-button": "off",
      "skip-prejoin": "",
      "external-id": "17",
    });
    expect([element["skipPrejoin"], element["preload"], element["theme"]]).toEqual([true, false, ""]);
    element["skipPrejoin"] = false;
    expect(element.all.has("skip-prejoin")).toBe(false);
  });

  it("count also if they were set before the element was defined", () => {
    const element = Object.assign(new Attributes(), { displayName: "Ana", other: 1 });
    Object.setPrototypeOf(element, Reflected.prototype);
    upgradeProperties(element, ["displayName", "theme"]);
    expect(element.all.get("display-name")).toBe("Ana");
    expect(Object.hasOwn(element, "displayName")).toBe(false);
  });
});

describe("markup made for Whereby", () => {
  const read = (given: Record<string, string>) => (name: string) => given[name] ?? null;

  it("is understood", () => {
    const given = { displayname: "Ana", audio: "off", leavebutton: "off", settingsbutton: "off" };
    expect(optionsFrom(read({ ...given, participantcount: "off", chat: "", theme: "dark" }))).toEqual({
      displayName: "Ana",
      audio: false,
      theme: "dark",
      hide: ["leave-button", "settings-button", "participant-count"],
    });
    expect(cardFrom(read({ externalid: "17", metadata: "gold", avatarurl: "/ana.png" }))).toEqual({
      ...{ externalId: "17", metadata: "gold", avatarUrl: "/ana.png" },
    });
  });
  it("does not fail by being long", () => {
    expect(optionsFrom(read({ displayname: "x".repeat(500) })).displayName).toHaveLength(64);
    expect(cardFrom(read({ metadata: "x".repeat(9000) })).metadata).toHaveLength(2048);
  });
  it("hears its own events", () => {
    const heard = (event: EmbedEvent) => wherebyEvents(event);
    expect(heard({ name: "joined", detail: { id: "p1", displayName: "Ana" } })).toEqual([
      { name: "join", detail: null },
    ]);
    const removed = (reason: string) => heard({ name: "left", detail: { reason } })[0]?.detail;
    expect([removed("call/removed"), removed("call/left")]).toEqual([{ removed: true }, { removed: false }]);
    const status = (state: "connected" | "reconnecting", quality: "good" | "poor") =>
      heard({ name: "connection", detail: { state, quality } })[0]?.detail?.["status"];
    expect([
      status("connected", "good"),
      status("connected", "poor"),
      status("reconnecting", "good"),
    ]).toEqual([...["stable", "unstable", "unstable"]]);
    // Theirs is one's own knock, ours somebody else's.
    expect(heard({ name: "knock", detail: { id: "w1", displayName: "Cy" } })).toEqual([]);
  });
});

describe("a token", () => {
  it("is the part of a link that an address is without", () => {
    expect(withToken("https://calls.example/#/r/old", "abc")).toBe("https://calls.example/#/r/abc");
    expect(withToken(undefined, "abc")).toBe("#/r/abc");
    expect(withToken("https://calls.example/#/r/old", "")).toBe("https://calls.example/#/r/old");
  });
});
