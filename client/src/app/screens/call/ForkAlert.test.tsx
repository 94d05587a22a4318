import { describe, expect, it } from "vitest";
import { draw, textOf } from "../../fixtures/render.tsx";
import { ForkAlertContent } from "./ForkAlert.tsx";

const nothing = (): void => undefined;

function alert(forkedWith: string | undefined, language: "en" | "de" = "en"): string {
  const state = { integrity: "forked" as const, ...(forkedWith !== undefined && { forkedWith }) };
  return draw(<ForkAlertContent state={state} onLeave={nothing} onRejoin={nothing} />, language);
}

describe("the alert of a split call", () => {
  it("says what happened, that nothing is sent, and what to do", () => {
    const text = textOf(alert("Ben"));
    expect(text).toContain("shown you and Ben two different calls");
    expect(text).toContain("Nothing of yours is sent any more");
    expect(text).toContain("Leave");
    expect(text).toContain("Join again");
  });

  it("says it without a name, and in German", () => {
    expect(textOf(alert(undefined))).toContain("two different calls");
    const german = textOf(alert("Ben", "de"));
    expect(german).toContain("dir und Ben");
    expect(german).toContain("Verlassen");
  });
});
