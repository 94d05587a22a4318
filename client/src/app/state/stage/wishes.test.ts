import { describe, expect, it } from "vitest";
import { aPerson, LIVE, oneself } from "../../fixtures/people.ts";
import { shareIdOf } from "./layout.ts";
import { bringSpeakersIn, EMPTY_STAGE, followStage } from "./stage.ts";
import { nextLayout, NO_WISHES, tileShare, togglePin } from "./wishes.ts";

const share = shareIdOf("ana");

describe("a pin", () => {
  it("comes and goes, and moves to another", () => {
    const pinned = togglePin(NO_WISHES, "ana");
    expect(pinned.pinned).toBe("ana");
    expect(togglePin(pinned, "ben").pinned).toBe("ben");
    expect(togglePin(pinned, "ana").pinned).toBeUndefined();
  });

  it("takes a share back from among the others", () => {
    const tiled = tileShare(togglePin(NO_WISHES, share), share);
    expect(tiled).toMatchObject({ pinned: undefined, tiled: new Set([share]) });
    expect(togglePin(tiled, share)).toMatchObject({ pinned: share, tiled: new Set() });
  });
});

describe("the key for layouts", () => {
  it("changes between all alike and the speaker", () => {
    expect(nextLayout(NO_WISHES, "grid", [])).toEqual({ type: "choice", choice: "speaker" });
    expect(nextLayout(NO_WISHES, "speaker", [])).toEqual({ type: "choice", choice: "grid" });
  });

  it("ends a pin first", () => {
    expect(nextLayout(togglePin(NO_WISHES, "ana"), "grid", [share])).toMatchObject({
      wishes: { pinned: undefined, tiled: new Set() },
    });
  });

  it("puts a large share among the others and back", () => {
    const tiled = nextLayout(NO_WISHES, "grid", [share]);
    expect(tiled).toMatchObject({ wishes: { tiled: new Set([share]) } });
    if (tiled.type === "wishes")
      expect(nextLayout(tiled.wishes, "grid", [share])).toMatchObject({ wishes: { tiled: new Set() } });
  });
});

describe("the stage's memory", () => {
  const people = ["Ana", "Ben", "Cyd", "Dot"].map((name) => aPerson(name));
  const all = [oneself("Mara"), ...people];
  const keys = all.map(({ key }) => key);

  it("is the same object while nothing changes", () => {
    const first = followStage(EMPTY_STAGE, all);
    expect(followStage(first, all)).toBe(first);
  });

  it("knows others' shares only, the newest last", () => {
    const sharing = (...names: string[]) =>
      all.map((person) => (names.includes(person.displayName) ? { ...person, screen: LIVE } : person));
    const first = followStage(EMPTY_STAGE, sharing("Mara", "Cyd"));
    const second = followStage(first, sharing("Mara", "Ana", "Cyd"));
    expect(second.shares).toEqual([shareIdOf("key-of-Cyd"), shareIdOf("key-of-Ana")]);
  });

  it("exchanges a speaker of another page with somebody silent, and nobody when all are on screen", () => {
    const speaking = all.map((person) => ({ ...person, speaking: person.displayName === "Dot" }));
    const memory = followStage(followStage(EMPTY_STAGE, all), speaking);
    expect(bringSpeakersIn(memory, keys, 5, keys[0])).toBe(memory);
    const rest = keys.filter((key) => key !== "key-of-Ana");
    expect(bringSpeakersIn(memory, rest, 3, keys[0]).order).toEqual([
      "key-of-Mara",
      "key-of-Ana",
      "key-of-Ben",
      "key-of-Dot",
      "key-of-Cyd",
    ]);
  });
});
