import { describe, expect, it } from "vitest";
import {
  acquaintances,
  judged,
  type KnownDevice,
  type KnownDevices,
  MAX_KNOWN_DEVICES,
  met,
  type PresentDevice,
  surplus,
} from "./knownDevices.ts";

const NOBODY: KnownDevices = new Map();
const seen = (name: string, seenAt = 1): KnownDevice => ({ name, seenAt, verified: null });
const verified = (name: string, verifiedName = name): KnownDevice => ({
  name,
  seenAt: 1,
  verified: { name: verifiedName, at: 1 },
});
const here = (device: string, name: string, person = device): PresentDevice => ({ device, name, person });

/** What is said of the first of those present. */
function ofFirst(present: readonly PresentDevice[], before: KnownDevices, now: KnownDevices = before) {
  return acquaintances(present, before, now)[0];
}

describe("what is known of a device", () => {
  it("is nothing for a stranger", () => {
    expect(ofFirst([here("k1", "Ana")], NOBODY)).toEqual({
      verification: "unverified",
      isCompared: false,
      isNewDevice: false,
      verifiedAs: null,
    });
  });

  it("is that it was compared, in later calls too", () => {
    expect(ofFirst([here("k1", "Ana")], new Map([["k1", verified("Ana")]]))).toMatchObject({
      verification: "verified",
    });
  });

  it.each(["Ana", "ANA", "Ａｎａ", "ana"])(
    "is loud when %s has another key than the Ana that was compared",
    (name) => {
      const known = new Map([["k1", verified("Ana")]]);
      expect(ofFirst([here("k2", name)], known)).toMatchObject({ verification: "changed" });
      // Also while the real one is here.
      expect(ofFirst([here("k2", name), here("k1", "Ana")], known)).toMatchObject({
        verification: "changed",
      });
    },
  );

  it("is quiet when a name that was only seen before has another key", () => {
    const known = new Map([["k1", seen("Ana")]]);
    expect(ofFirst([here("k2", "Ana")], known)).toMatchObject({
      verification: "unverified",
      isNewDevice: true,
    });
    expect(ofFirst([here("k1", "Ana")], known)).toMatchObject({ isNewDevice: false });
  });

  it("is not that a device is new because it was met a moment ago, in this call", () => {
    const now = new Map([
      ["k1", seen("Guest")],
      ["k2", seen("Guest")],
    ]);
    const present = [here("k2", "Guest"), here("k1", "Guest")];
    expect(acquaintances(present, NOBODY, now).map(({ isNewDevice }) => isNewDevice)).toEqual([false, false]);
  });

  it("covers the other devices of a person who was compared, under the same name", () => {
    const known = new Map([["k1", verified("Ana")]]);
    const present = [here("k2", "Ana", "p"), here("k1", "Ana", "p")];
    expect(acquaintances(present, known, known)).toMatchObject([
      { verification: "verified", isCompared: false },
      { verification: "verified", isCompared: true },
    ]);
    expect(ofFirst([here("k2", "Bob", "p"), here("k1", "Ana", "p")], known)).toMatchObject({
      verification: "unverified",
      verifiedAs: "Ana",
    });
  });

  it("is who it was compared as, when it comes under another name", () => {
    expect(ofFirst([here("k1", "Bob")], new Map([["k1", verified("Bob", "Ana")]]))).toEqual({
      verification: "unverified",
      isCompared: false,
      isNewDevice: false,
      verifiedAs: "Ana",
    });
  });

  it("is loud when one person who was compared takes the name of another one who was", () => {
    const known = new Map([
      ["k1", verified("Eve")],
      ["k2", verified("Ana")],
    ]);
    expect(ofFirst([here("k1", "Ana")], known)).toMatchObject({ verification: "changed", verifiedAs: "Eve" });
  });

  it("is calm again once the new key was compared", () => {
    const now = new Map([
      ["k1", verified("Ana")],
      ["k2", verified("Ana")],
    ]);
    expect(ofFirst([here("k2", "Ana")], NOBODY, now)).toMatchObject({ verification: "verified" });
  });
});

describe("the record of a device", () => {
  it("keeps under which name it was compared when it is met under another", () => {
    expect(met(verified("Ana"), "Bob", 9)).toEqual({
      name: "Bob",
      seenAt: 9,
      verified: { name: "Ana", at: 1 },
    });
  });

  it("forgets that it was compared when that is taken back", () => {
    expect(judged(verified("Ana"), "Ana", false, 9)).toEqual({ name: "Ana", seenAt: 1, verified: null });
    expect(judged(undefined, "Ana", true, 9)).toEqual({
      name: "Ana",
      seenAt: 9,
      verified: { name: "Ana", at: 9 },
    });
  });

  it("makes room by the longest unseen that nobody compared", () => {
    const many = new Map<string, KnownDevice>(
      Array.from(
        { length: MAX_KNOWN_DEVICES },
        (_, index) => [`k${index}`, seen("x", 1_000 - index)] as const,
      ),
    );
    expect(surplus(many)).toEqual([]);
    many.set("compared", verified("Ana"));
    many.set("fresh", seen("y", 2_000));
    expect(surplus(many)).toEqual([`k${MAX_KNOWN_DEVICES - 1}`, `k${MAX_KNOWN_DEVICES - 2}`]);
  });
});
