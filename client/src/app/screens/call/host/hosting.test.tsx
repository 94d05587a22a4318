import { describe, expect, it } from "vitest";
import { aPerson, LIVE, oneself, SILENT } from "../../../fixtures/people.ts";
import { draw, textOf } from "../../../fixtures/render.tsx";
import { deedsFor } from "./useHosting.tsx";
import { WaitingCards } from "./WaitingCards.tsx";

describe("what a host can do about somebody", () => {
  it("is nothing for a guest, and nothing about oneself", () => {
    expect(deedsFor("guest", aPerson("Ben"))).toEqual([]);
    expect(deedsFor("host", oneself("Ana"))).toEqual([]);
  });

  it("follows what they have on", () => {
    expect(deedsFor("cohost", aPerson("Ben", { camera: LIVE, screen: LIVE }))).toEqual([
      "mute",
      "stop-camera",
      "stop-screen",
      "remove",
    ]);
    expect(deedsFor("cohost", aPerson("Ben", { microphone: SILENT }))).toEqual(["unmute", "remove"]);
  });

  it("lets only hosts name hosts, and no co-host remove a host", () => {
    expect(deedsFor("host", aPerson("Ben", { role: "cohost" }))).toEqual([
      "mute",
      "make-host",
      "make-guest",
      "remove",
    ]);
    expect(deedsFor("cohost", aPerson("Ben", { role: "host" }))).toEqual(["mute"]);
  });
});

describe("who waits", () => {
  const nothing = () => undefined;
  const waiting = ["Ana", "Ben", "Cleo", "Dora"].map((displayName, index) => ({
    id: String(index),
    displayName,
    deviceFingerprint: `0000${index}`,
    since: 0,
  }));
  const cards = (count: number) =>
    draw(
      <WaitingCards
        waiting={waiting.slice(0, count)}
        onAdmit={nothing}
        onRefuse={nothing}
        onAdmitAll={nothing}
      />,
    );

  it("is shown by name and device, each with both answers", () => {
    const html = cards(1);
    expect(textOf(html)).toContain("Ana wants to join Device 00000 Refuse Let in");
    expect(html).toContain('aria-label="Let Ana in"');
    expect(html).not.toContain("knock-admit-all");
  });

  it("is counted beyond three, and let in together", () => {
    const html = cards(4);
    expect(html.match(/data-testid="knock"/g)).toHaveLength(3);
    expect(textOf(html)).toContain("Let all 4 in");
  });
});
