import { describe, expect, it } from "vitest";
import { endingOf } from "./ending.ts";
import { problemText } from "./problemText.ts";

const error = (code: string) => ({ code, message: "not for people" });

describe("ending", () => {
  it("is none while the call goes on, even after an error that healed", () => {
    for (const phase of ["connecting", "knocking", "joined"] as const) {
      expect(endingOf(phase, error("sfu/away"))).toBeUndefined();
    }
  });

  it("is the left page after leaving", () => {
    expect(endingOf("left", undefined)).toEqual({ page: "left" });
  });

  it("says why when it was not one's own doing, in whichever phase the call ends", () => {
    for (const phase of ["left", "failed"] as const) {
      expect(endingOf(phase, error("call/removed"))).toEqual({ page: "left", reason: "call/removed" });
      expect(endingOf(phase, error("call/replaced"))).toEqual({ page: "left", reason: "call/replaced" });
    }
  });

  it("is the problem page with its code after a failure, also one without a code", () => {
    expect(endingOf("failed", error("join/timeout"))).toEqual({ page: "problem", code: "join/timeout" });
    expect(endingOf("failed", undefined)).toEqual({ page: "problem", code: "call/failed" });
  });
});

describe("problem text", () => {
  it("is its own for known codes and the general one for all others", () => {
    expect(problemText("join/timeout")).toBe("join/timeout");
    expect(problemText("member/never-heard-of")).toBe("other");
    expect(problemText("toString")).toBe("other");
  });

  it("is no problem when a host ended the call for everybody, and one when they did not let us in", () => {
    const because = (code: string) => endingOf("failed", { code, message: "" });
    expect(because("call/ended")).toEqual({ page: "left", reason: "call/ended" });
    expect(because("call/refused")).toEqual({ page: "problem", code: "call/refused" });
    expect(because("call/banned")).toEqual({ page: "problem", code: "call/banned" });
  });
});
