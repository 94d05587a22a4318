import { describe, expect, it } from "vitest";
import { aCallState, aPerson, oneself, STOPPED } from "../fixtures/people.ts";
import { bannersOf } from "./banners.ts";

const well = aCallState([oneself("Mara"), aPerson("Ana")]);

describe("banners", () => {
  it("are none while all is well", () => {
    expect(bannersOf(well, false)).toEqual([]);
  });

  it("tell of a lost connection once it has lasted, and not after it is back", () => {
    const away = { ...well, media: "reconnecting" as const };
    expect(bannersOf(away, false)).toEqual([]);
    expect(bannersOf(away, true)).toEqual([{ code: "sfu/away" }]);
    expect(bannersOf(well, true)).toEqual([]);
  });

  it("tell that keys are not being changed, once in the call", () => {
    expect(bannersOf({ ...well, keys: "degraded" }, false)).toEqual([{ code: "keyserver/away" }]);
    expect(bannersOf({ ...well, keys: "degraded", phase: "connecting" }, false)).toEqual([]);
  });

  it("tell that the key server withholds something, once in the call", () => {
    expect(bannersOf({ ...well, integrity: "withheld" }, false)).toEqual([{ code: "keyserver/withholds" }]);
    expect(bannersOf({ ...well, integrity: "withheld", phase: "knocking" }, false)).toEqual([]);
    // A fork is no line over the call: it ends it.
    expect(bannersOf({ ...well, integrity: "forked" }, false)).toEqual([]);
  });

  it("tell which own stream was stopped, before all else, and nothing of others' streams", () => {
    const people = [
      oneself("Mara", { microphone: STOPPED, camera: STOPPED }),
      aPerson("Ana", { camera: STOPPED }),
    ];
    expect(bannersOf(aCallState(people, { keys: "degraded" }), false)).toEqual([
      { code: "transform/stopped", source: "microphone" },
      { code: "transform/stopped", source: "camera" },
      { code: "keyserver/away" },
    ]);
  });
});
