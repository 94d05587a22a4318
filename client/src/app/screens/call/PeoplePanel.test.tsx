import { describe, expect, it } from "vitest";
import type { Person } from "../../../sdk/index.ts";
import { aPerson, oneself, SILENT } from "../../fixtures/people.ts";
import { draw, textOf } from "../../fixtures/render.tsx";
import { PeoplePanel } from "./PeoplePanel.tsx";

const nothing = () => undefined;
const actions = {
  verify: nothing,
  link: nothing,
  ownDevices: nothing,
  volume: () => undefined,
  deedsFor: () => [],
  act: nothing,
  handPlace: () => undefined,
};
const rest = { actions, hands: new Map<string, number>(), onHostSettings: undefined, onClose: nothing };

describe("PeoplePanel", () => {
  const people = [oneself("Mara"), aPerson("Ana", { microphone: SILENT })];

  it("lists exactly the roster, with its number", () => {
    const html = draw(<PeoplePanel people={people} {...rest} />);
    expect([...html.matchAll(/data-testid="person" data-key="([^"]*)"/g)].map((match) => match[1])).toEqual(
      people.map((person) => person.key),
    );
    expect(textOf(html)).toContain("2 people in this call");
    expect(textOf(html)).toContain("Mara (you)");
  });

  it("says for each microphone and camera whether it is on", () => {
    const html = draw(<PeoplePanel people={people} {...rest} />);
    expect([...html.matchAll(/role="img" aria-label="([^"]*)"/g)].map((match) => match[1])).toEqual([
      "Microphone on",
      "Camera off",
      "Muted",
      "Camera off",
    ]);
  });

  it("counts one person in the singular, in each language", () => {
    const alone = <PeoplePanel people={[oneself("Mara")]} {...rest} />;
    expect(textOf(draw(alone))).toContain("1 person in this call");
    expect(textOf(draw(alone, "de"))).toContain("1 Person in diesem Anruf");
  });

  it("groups the devices of one person, and counts persons", () => {
    const laptop = aPerson("Ana at work", { personKey: "person-of-Ana" });
    const html = draw(<PeoplePanel people={[...people, laptop]} {...rest} />);
    expect(html).toMatch(/data-testid="people-count" data-count="2"/);
    const [, group = ""] = /data-testid="person-group" data-devices="2">(.*)<\/ul><\/li>/.exec(html) ?? [];
    expect([...group.matchAll(/data-name="([^"]*)"/g)].map((match) => match[1])).toEqual([
      "Ana",
      "Ana at work",
    ]);
    expect(textOf(group)).toContain("2 devices");
  });

  it.each([
    ["mark-verified", { verification: "verified" }],
    ["mark-linked", { verification: "verified", link: "linked" }],
    ["mark-changed", { verification: "changed" }],
    ["mark-new-device", { isNewDevice: true }],
  ] as const)("marks a person with %s when the keys say so, and nobody else", (mark, changes) => {
    const panel = (...list: Person[]) => draw(<PeoplePanel people={list} {...rest} />);
    expect(panel(oneself("Mara"), aPerson("Ana", changes))).toContain(mark);
    expect(panel(oneself("Mara", changes), aPerson("Ana"))).not.toContain("mark-");
  });
});
