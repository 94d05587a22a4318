import { describe, expect, it } from "vitest";
import { draw, textOf } from "../../fixtures/render.tsx";
import { NOTHING_CHECKED, type Verification } from "../../state/verification.ts";
import { CallCode } from "./CallCode.tsx";

const current = { epoch: 8, code: "482 139 051" };

function drawn(changes: Partial<Verification>): string {
  const verification = { ...NOTHING_CHECKED, current, ...changes };
  return draw(
    <CallCode verification={verification} onJudge={() => undefined} onLeaveForNew={() => undefined} />,
  );
}

describe("CallCode", () => {
  it("shows the code in groups, with its key number, and asks", () => {
    const html = drawn({});
    expect(textOf(html)).toContain("Key 8 482 139 051");
    expect(textOf(html)).toContain("Everyone sees the same code?");
    expect(html).not.toContain("previous-call-code");
  });

  it("keeps the code before in sight for those who were reading it out", () => {
    expect(textOf(drawn({ previous: { epoch: 7, code: "111 222 333" } }))).toContain("key 7 111 222 333");
  });

  it("answers a difference with what to do", () => {
    const html = drawn({ verdict: "different" });
    expect(html).toContain("leave-for-new");
    expect(html).not.toContain("code-same");
  });

  it("says who voided the check", () => {
    expect(textOf(drawn({ joinedSince: ["Zoë", "Ben"] }))).toContain("Zoë and Ben joined since you checked.");
  });
});
