import { describe, expect, it } from "vitest";
import { draw } from "../../fixtures/render.tsx";
import { ControlBar } from "./ControlBar.tsx";

const nothing = () => undefined;

function bar(microphoneOn: boolean, peopleCount: number): string {
  return draw(
    <ControlBar
      own={{ microphoneOn, cameraOn: false, set: nothing, toggleAloud: nothing }}
      peopleOpen={false}
      peopleCount={peopleCount}
      shortcutsOn
      onPeople={nothing}
      onOpenSheet={nothing}
      onCopyLink={nothing}
      onLeave={nothing}
    />,
  );
}

const button = (html: string, id: string) =>
  html.match(new RegExp(`<button[^>]*data-testid="${id}"[^>]*>`))?.[0];

describe("ControlBar", () => {
  it("has every button, in one order", () => {
    const ids = [...bar(true, 2).matchAll(/<button[^>]*data-testid="([^"]*)"/g)].map((match) => match[1]);
    expect(ids).toEqual([
      "mic-toggle",
      "camera-toggle",
      "people-toggle",
      "copy-link",
      "more-button",
      "leave-button",
    ]);
  });

  it("says by aria-pressed what is on, under a name that does not change", () => {
    expect(button(bar(true, 2), "mic-toggle")).toContain('aria-pressed="true"');
    expect(button(bar(false, 2), "mic-toggle")).toContain('aria-pressed="false"');
    for (const on of [true, false]) {
      expect(button(bar(on, 2), "mic-toggle")).toContain('aria-label="Microphone"');
    }
  });

  it("counts people once there are any", () => {
    expect(bar(true, 3)).toContain(">3</span>");
    expect(bar(true, 0)).not.toContain(">0</span>");
  });
});
