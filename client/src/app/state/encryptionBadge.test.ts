import { describe, expect, it } from "vitest";
import { aCallState, aPerson, oneself, STOPPED } from "../fixtures/people.ts";
import { ageInWords, encryptionBadge } from "./encryptionBadge.ts";

describe("encryption badge", () => {
  const state = aCallState([oneself("Mara")]);

  it("says encrypted with number and age of the key", () => {
    expect(encryptionBadge(state, 112_900)).toEqual({ level: "encrypted", epoch: 7, ageSeconds: 12 });
  });

  it("does not say encrypted without a proof or without a key", () => {
    expect(encryptionBadge({ ...state, encrypted: false }, 112_900).level).toBe("pending");
    const { epoch: _none, ...without } = state;
    expect(encryptionBadge(without, 112_900)).toEqual({ level: "pending" });
  });

  it("says stopped when an own stream was stopped, whatever others send", () => {
    expect(encryptionBadge(aCallState([oneself("Mara", { camera: STOPPED })]), 0).level).toBe("stopped");
    expect(encryptionBadge(aCallState([oneself("Mara", { microphone: STOPPED })]), 0).level).toBe("stopped");
    const others = aCallState([oneself("Mara"), aPerson("Ana", { camera: STOPPED })]);
    expect(encryptionBadge(others, 0).level).toBe("encrypted");
  });

  it("never shows a negative age when the clock was set back", () => {
    expect(encryptionBadge(state, 0).ageSeconds).toBe(0);
  });
});

describe("age", () => {
  it("is in seconds below two minutes, then in minutes", () => {
    expect(ageInWords(119)).toEqual({ unit: "seconds", count: 119 });
    expect(ageInWords(120)).toEqual({ unit: "minutes", count: 2 });
  });
});
