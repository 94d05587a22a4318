import { describe, expect, it } from "vitest";
import { checkAdmission } from "./admission.ts";
import { newInvitation } from "./testing/TestClient.ts";

describe("admission", () => {
  it("passes the secret that the call's id is derived from", () => {
    const { callId, admission } = newInvitation();
    expect(() => checkAdmission(callId, admission)).not.toThrow();
  });

  it("refuses every other secret and every other id", () => {
    const one = newInvitation();
    const other = newInvitation();
    for (const [callId, admission] of [
      [one.callId, other.admission],
      [other.callId, one.admission],
      [one.callId, `${one.callId}${other.callId.slice(0, 20)}A`],
    ] as const) {
      expect(() => checkAdmission(callId, admission)).toThrow(
        expect.objectContaining({ code: "sfu/bad-admission" }),
      );
    }
  });
});
