import { describe, expect, it } from "vitest";
import type { Person } from "../../../../sdk/index.ts";
import { aPerson } from "../../../fixtures/people.ts";
import { draw, textOf } from "../../../fixtures/render.tsx";
import { ChangedKeys } from "./ChangedKeys.tsx";
import { LinkContent } from "./LinkDialog.tsx";
import { OwnDevicesContent } from "./OwnDevices.tsx";
import { VerifyContent } from "./VerifyDialog.tsx";

const nothing = () => undefined;
const verifying = (changes: Partial<Person>) =>
  draw(<VerifyContent person={aPerson("Ana", changes)} onVerified={nothing} onLeaveForNew={nothing} />);
const linking = (link: Person["link"]) =>
  draw(<LinkContent person={aPerson("Ana", { link })} ownName="Mara" onLink={nothing} />);

describe("verifying a person", () => {
  it("shows the digits of both devices in twelve groups, and asks", () => {
    const html = verifying({});
    expect(html.match(/<li/g)).toHaveLength(12);
    expect(html).toContain('aria-label="5 1 5 0 7"');
    expect(html).toContain("verify-same");
    expect(html).toContain("verify-differs");
  });

  it("says of a changed key what it may be, before it asks", () => {
    const html = verifying({ verification: "changed" });
    expect(html.indexOf("verify-changed")).toBeGreaterThan(-1);
    expect(html.indexOf("verify-changed")).toBeLessThan(html.indexOf("verify-same"));
  });

  it("that was done can be taken back", () => {
    const html = verifying({ verification: "verified", isCompared: true });
    expect(html).toContain("verify-undo");
    expect(html).not.toContain("verify-same");
  });

  it("may still be done where another device of the person was compared", () => {
    const html = verifying({ verification: "verified" });
    expect(html).toContain("verify-vouched");
    expect(html).toContain("verify-same");
    expect(html).not.toContain("verify-undo");
  });

  it("names who it was compared as before", () => {
    expect(textOf(verifying({ verifiedAs: "Eve" }))).toContain("under the name “Eve”");
  });
});

describe("linking one's own device", () => {
  it("shows both names and the digits before it asks", () => {
    const html = linking("none");
    expect(textOf(html)).toMatch(/This device Mara The other one Ana/);
    expect(html.indexOf("pair-code")).toBeLessThan(html.indexOf("link-confirm"));
  });

  it.each([
    ["none", ["link-confirm", "link-differs"]],
    ["wanted", ["link-confirm", "link-differs"]],
    ["offered", ["link-cancel"]],
    ["linked", ["link-end"]],
  ] as const)("when it is %s offers %j", (link, buttons) => {
    const html = linking(link);
    expect(
      [...html.matchAll(/data-testid="(link-(?:confirm|differs|cancel|end))"/g)].map(([, id]) => id),
    ).toEqual(buttons);
  });
});

describe("one's own devices", () => {
  it("are listed with a way to end each link", () => {
    const device = { deviceFingerprint: "E3B0 C442", name: "Mara's phone", linkedAt: 1_790_000_000_000 };
    const html = draw(<OwnDevicesContent devices={[device]} onUnlink={nothing} />);
    expect(textOf(html)).toContain("Mara's phone Linked on September 21, 2026 E3B0 C442");
    expect(html).toContain("End link with Mara");
    expect(draw(<OwnDevicesContent devices={[]} onUnlink={nothing} />)).toContain("own-none");
  });
});

describe("the alert about changed keys", () => {
  it("names who it is about, and nobody else", () => {
    const people = [aPerson("Ana", { verification: "changed" }), aPerson("Ben")];
    const html = draw(<ChangedKeys people={people} onCheck={nothing} />);
    expect(html).toContain('role="alert"');
    expect(
      [...html.matchAll(/data-testid="changed-key" data-name="([^"]*)"/g)].map(([, name]) => name),
    ).toEqual(["Ana"]);
    expect(textOf(draw(<ChangedKeys people={[aPerson("Ben")]} onCheck={nothing} />))).toBe("");
  });
});
