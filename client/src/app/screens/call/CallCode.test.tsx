import { describe, expect, it } from "vitest";
import { draw, textOf } from "../../fixtures/render.tsx";
import type { FrozenCode } from "../../hooks/useFrozenCode.ts";
import { NOTHING_CHECKED, type Verification } from "../../state/verification.ts";
import { CallCode } from "./CallCode.tsx";

const members = new Map([["ana", "Ana"]]);
const current = { epoch: 8, code: "482 139 051", members };
const nothing = () => undefined;

function drawn(changes: Partial<Verification>, frozen: Partial<FrozenCode> = {}): string {
  const verification = { ...NOTHING_CHECKED, ...changes };
  const shown = { current, previous: undefined, newer: undefined, refresh: nothing, ...frozen };
  return draw(
    <CallCode verification={verification} frozen={shown} onJudge={nothing} onLeaveForNew={nothing} />,
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
    expect(textOf(drawn({}, { previous: { epoch: 7, code: "111 222 333", members } }))).toContain(
      "key 7 111 222 333",
    );
  });

  it("answers a difference with what to do", () => {
    const html = drawn({ verdict: "different" });
    expect(html).toContain("leave-for-new");
    expect(html).not.toContain("code-same");
  });

  it("says who voided the check", () => {
    expect(textOf(drawn({ joinedSince: ["Zoë", "Ben"] }))).toContain("Zoë and Ben joined since you checked.");
  });

  it.each([
    [["Zoë"], [], "because Zoë joined"],
    [[], ["Ben", "Ana"], "because Ben and Ana left"],
    [["Zoë"], ["Ben"], "because Zoë joined and Ben left"],
    [[], [], "because the keys were renewed"],
  ])(
    "stays as it is when the call has a newer one, and says why (joined: %j, left: %j)",
    (joined, left, why) => {
      const html = drawn({}, { newer: { epoch: 9, change: { joined, left } } });
      expect(html).toContain('data-code="482 139 051"');
      expect(textOf(html)).toContain(`Key 9 has a new code, ${why}`);
      expect(html).toContain("code-refresh");
    },
  );
});
