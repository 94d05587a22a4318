import { describe, expect, it } from "vitest";
import { aPerson, oneself } from "../fixtures/people.ts";
import { inPanelOrder, named, personsOf, withChangedKeys } from "./persons.ts";

const phone = aPerson("Ana", { personKey: "ana" });
const laptop = aPerson("Ana at work", { personKey: "ana" });
const ben = aPerson("Ben");

describe("persons", () => {
  it("are groups of devices, in the order in which their first devices are listed", () => {
    const groups = personsOf([oneself("Mara"), phone, ben, laptop]);
    expect(groups.map(({ devices }) => devices.map(({ displayName }) => displayName))).toEqual([
      ["Mara"],
      ["Ana", "Ana at work"],
      ["Ben"],
    ]);
    expect(groups.map(({ isSelf }) => isSelf)).toEqual([true, false, false]);
    expect(groups[1]).toMatchObject({ key: "ana", head: phone, deviceCount: 2 });
  });

  it("count a device that is here in two tabs once", () => {
    const tabs = [phone, { ...phone, key: "other-tab" }];
    expect(personsOf(tabs)[0]).toMatchObject({ deviceCount: 1, devices: tabs });
  });

  it("are not joined by knowing nothing of them", () => {
    const unknown = [phone, ben].map((person) => ({ ...person, personKey: "" }));
    expect(personsOf(unknown)).toHaveLength(2);
  });

  it("are as suspicious as their worst device, and verified only with all of them", () => {
    const of = (...verifications: ("unverified" | "verified" | "changed")[]) =>
      personsOf(verifications.map((verification) => ({ ...phone, verification })))[0]?.verification;
    expect(of("verified", "verified")).toBe("verified");
    expect(of("verified", "unverified")).toBe("unverified");
    expect(of("verified", "changed")).toBe("changed");
    const changed: typeof phone = { ...phone, verification: "changed" };
    expect(withChangedKeys([ben, changed])).toEqual([changed]);
  });
});

describe("the list of people", () => {
  const groups = personsOf([aPerson("Ana"), aPerson("Zoë"), aPerson("Ben")]);
  const names = (found: readonly { readonly head: { readonly displayName: string } }[]) =>
    found.map(({ head }) => head.displayName);

  it("has raised hands first, in their order", () => {
    const places = new Map([
      ["key-of-Ben", 1],
      ["key-of-Zoë", 2],
    ]);
    expect(names(inPanelOrder(groups, places))).toEqual(["Ben", "Zoë", "Ana"]);
    expect(names(inPanelOrder(groups, new Map()))).toEqual(["Ana", "Zoë", "Ben"]);
  });

  it("finds names whatever their accents and case", () => {
    expect(names(named(groups, " ZOE "))).toEqual(["Zoë"]);
    expect(names(named(groups, ""))).toHaveLength(3);
    expect(named(groups, "x")).toEqual([]);
  });
});
