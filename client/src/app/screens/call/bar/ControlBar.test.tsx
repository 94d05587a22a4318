import { describe, expect, it } from "vitest";
import { draw } from "../../../fixtures/render.tsx";
import type { BarSlot } from "../../../state/bar.ts";
import type { BarItem } from "./BarButton.tsx";
import { ControlBar } from "./ControlBar.tsx";

const nothing = () => undefined;
const base = (slot: BarSlot) => ({
  slot,
  label: slot,
  caption: slot,
  hint: slot,
  icon: <svg />,
  testId: `${slot}-button`,
});
const toggle = (slot: BarSlot, isOn: boolean, more: Partial<BarItem> = {}): BarItem =>
  ({ ...base(slot), kind: "toggle", isOn, look: "plain", onChange: nothing, ...more }) as BarItem;

function buttonsOf(html: string): Map<string, string> {
  return new Map(
    [...html.matchAll(/<button[^>]*data-testid="([^"]*)"[^>]*>/g)].map((match) => [match[1] ?? "", match[0]]),
  );
}

describe("ControlBar", () => {
  const items: BarItem[] = [
    { ...base("leave"), kind: "button", look: "danger", onPress: nothing },
    toggle("people", false, { count: 3 }),
    toggle("microphone", true, { menu: { label: "devices", groups: [] } }),
    toggle("camera", false),
  ];
  const html = draw(<ControlBar items={items} more={[]} />);

  it("has every button in one order, whatever the order of those who add to it", () => {
    expect([...buttonsOf(html).keys()]).toEqual([
      "microphone-button",
      "microphone-arrow",
      "camera-button",
      "people-button",
      "more-button",
      "leave-button",
    ]);
  });

  it("says by aria-pressed what is on, under a name that does not change", () => {
    const buttons = buttonsOf(html);
    expect(buttons.get("microphone-button")).toContain('aria-pressed="true"');
    expect(buttons.get("microphone-button")).toContain('aria-label="microphone"');
    expect(buttons.get("camera-button")).toContain('aria-pressed="false"');
  });

  it("counts over the icon once there is anything to count", () => {
    expect(html).toContain('data-count="3"');
    const none = draw(<ControlBar items={[toggle("people", false, { count: 0 })]} more={[]} />);
    expect(none).not.toContain("data-count");
  });
});
