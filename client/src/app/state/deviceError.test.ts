import { describe, expect, it } from "vitest";
import { deviceErrorKind } from "./deviceError.ts";

describe("device error", () => {
  it.each([
    ["NotAllowedError", "NotAllowed"],
    ["SecurityError", "NotAllowed"],
    ["NotFoundError", "NotFound"],
    ["NotReadableError", "NotReadable"],
    ["AbortError", "NotReadable"],
    ["OverconstrainedError", "Overconstrained"],
    ["EffectError", "Effect"],
    ["TypeError", "Other"],
  ])("%s is %s", (name, kind) => {
    expect(deviceErrorKind(new DOMException("some text", name))).toBe(kind);
  });

  it("is Other for what is no error at all", () => {
    expect(deviceErrorKind("NotAllowedError")).toBe("Other");
    expect(deviceErrorKind(undefined)).toBe("Other");
  });
});
