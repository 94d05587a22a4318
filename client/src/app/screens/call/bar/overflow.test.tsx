import { describe, expect, it } from "vitest";
import type { BarItem } from "./BarButton.tsx";
import { overflowOf } from "./overflow.ts";

describe("what the bar has no room for", () => {
  const said: string[] = [];
  const base = { label: "", caption: "", icon: null, testId: "" };
  const items: BarItem[] = [
    {
      ...base,
      ...{ slot: "hand", hint: "Raise hand", kind: "toggle", isOn: false, look: "live" },
      onChange: (on) => said.push(`hand ${on}`),
    },
    {
      ...base,
      ...{ slot: "layout", hint: "View", kind: "menu" },
      groups: [{ id: "layout", kind: "one", entries: [{ id: "grid", text: "Grid", onAction: () => {} }] }],
    },
    {
      ...base,
      ...{ slot: "react", hint: "React", kind: "popover", content: null },
      onOverflow: () => said.push("react"),
    },
  ];

  it("does in the menu what its button does", () => {
    const [deeds] = overflowOf(items);
    expect(deeds?.entries.map(({ text }) => text)).toEqual(["Raise hand", "React"]);
    for (const { onAction } of deeds?.entries ?? []) onAction();
    expect(said).toEqual(["hand true", "react"]);
  });

  it("keeps a menu's groups as they are, ticks included", () => {
    expect(overflowOf(items)[1]).toMatchObject({ id: "layout-layout", kind: "one" });
  });
});
