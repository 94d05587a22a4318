import { describe, expect, it } from "vitest";
import { aPerson, oneself, SILENT } from "../../fixtures/people.ts";
import { draw, textOf } from "../../fixtures/render.tsx";
import { PeoplePanel } from "./PeoplePanel.tsx";

const nothing = () => undefined;

describe("PeoplePanel", () => {
  const people = [
    oneself("Mara"),
    aPerson("Ana", { microphone: SILENT, deviceFingerprint: "11111 22222 33333 44444" }),
  ];

  it("lists exactly the roster, with its number and each device's fingerprint", () => {
    const html = draw(<PeoplePanel people={people} onClose={nothing} />);
    expect([...html.matchAll(/data-testid="person" data-key="([^"]*)"/g)].map((match) => match[1])).toEqual(
      people.map((person) => person.key),
    );
    expect(textOf(html)).toContain("2 people in this call");
    expect(textOf(html)).toContain("Mara (you)");
    expect(textOf(html)).toContain("Device 11111 22222 33333 44444");
  });

  it("says for each microphone and camera whether it is on", () => {
    const html = draw(<PeoplePanel people={people} onClose={nothing} />);
    expect([...html.matchAll(/role="img" aria-label="([^"]*)"/g)].map((match) => match[1])).toEqual([
      "Microphone on",
      "Camera off",
      "Muted",
      "Camera off",
    ]);
  });

  it("counts one person in the singular, in each language", () => {
    const alone = <PeoplePanel people={[oneself("Mara")]} onClose={nothing} />;
    expect(textOf(draw(alone))).toContain("1 person in this call");
    expect(textOf(draw(alone, "de"))).toContain("1 Person in diesem Anruf");
  });
});
