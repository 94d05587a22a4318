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

  it("is the system's where it says so, or where the browser's own settings allow the device", () => {
    const refusal = (text: string) => new DOMException(text, "NotAllowedError");
    expect(deviceErrorKind(refusal("Permission denied by system"))).toBe("SystemBlocked");
    expect(deviceErrorKind(refusal("Permission denied"), "granted")).toBe("SystemBlocked");
    expect(deviceErrorKind(refusal("Permission denied"), "denied")).toBe("NotAllowed");
    expect(deviceErrorKind(refusal("Permission dismissed"), "prompt")).toBe("NotAllowed");
    expect(deviceErrorKind(new DOMException("by system", "NotFoundError"), "granted")).toBe("NotFound");
  });

  it("is Other for what is no error at all", () => {
    expect(deviceErrorKind("NotAllowedError")).toBe("Other");
    expect(deviceErrorKind(undefined)).toBe("Other");
  });
});
