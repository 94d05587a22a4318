import { describe, expect, it } from "vitest";
import { type EmbedParticipant, type EmbedState, NO_CALL } from "../protocol/index.ts";
import { Aliases } from "./Aliases.ts";
import { changesBetween } from "./changes.ts";
import { applyLook } from "./look.ts";

const ana: EmbedParticipant = {
  id: "p1",
  displayName: "Ana",
  isSelf: true,
  role: "host",
  microphoneOn: true,
  cameraOn: false,
  screenOn: false,
  handUp: false,
  speaking: false,
  recording: false,
};
const ben: EmbedParticipant = { ...ana, id: "p2", displayName: "Ben", isSelf: false, role: "guest" };
const joined: EmbedState = { ...NO_CALL, phase: "joined", participants: [ana] };
const names = (before: EmbedState, after: EmbedState) =>
  changesBetween(before, after).map(({ name }) => name);

describe("what happened", () => {
  it("is nothing while nothing changes", () => {
    expect(changesBetween(joined, { ...joined, participants: [{ ...ana }] })).toEqual([]);
  });
  it("is joining, and then somebody else's coming, changing and going", () => {
    expect(names(NO_CALL, joined)).toEqual(["joined", "participant-joined", "participant-count"]);
    const both = { ...joined, participants: [ana, ben] };
    expect(names(joined, both)).toEqual(["participant-joined", "participant-count"]);
    const raised = { ...joined, participants: [ana, { ...ben, handUp: true, speaking: true }] };
    expect(names(both, raised)).toEqual(["participant-updated", "hand", "active-speaker"]);
    expect(changesBetween(both, joined)[0]).toEqual({
      name: "participant-left",
      detail: { id: "p2", displayName: "Ben" },
    });
  });
  it("is joining once oneself is listed, whether the phase or the list comes first", () => {
    const phaseFirst = { ...joined, participants: [] };
    expect(names(NO_CALL, phaseFirst)).toEqual([]);
    expect(names(phaseFirst, joined)).toContain("joined");
    const listFirst: EmbedState = { ...joined, phase: "connecting" };
    expect(names(NO_CALL, listFirst)).not.toContain("joined");
    expect(names(listFirst, joined)).toEqual(["joined"]);
  });
  it("is each switch by itself", () => {
    expect(changesBetween(joined, { ...joined, microphoneOn: true })).toEqual([
      { name: "microphone-toggle", detail: { enabled: true } },
    ]);
    expect(names(joined, { ...joined, chatOpen: true, encrypted: true })).toEqual([
      "chat-toggle",
      "encryption",
    ]);
  });
  it("is a recording, told by who makes it", () => {
    const both = { ...joined, participants: [ana, ben] };
    const recorded = { ...joined, participants: [ana, { ...ben, recording: true }] };
    expect(names(both, recorded)).toEqual(["participant-updated", "recording"]);
    expect(changesBetween(recorded, both)).toContainEqual({
      name: "recording",
      detail: { state: "off", by: "p2" },
    });
  });
  it("is a knock once", () => {
    const knocked = { ...joined, waiting: [{ id: "w1", displayName: "Cy" }] };
    expect(names(joined, knocked)).toEqual(["knock"]);
    expect(names(knocked, knocked)).toEqual([]);
  });
});

describe("aliases", () => {
  it("lead back to whom they were given for, and nowhere else", () => {
    const aliases = new Aliases("p");
    expect([aliases.aliasOf("x"), aliases.aliasOf("y"), aliases.aliasOf("x")]).toEqual(["p1", "p2", "p1"]);
    expect(aliases.keyOf("p2")).toBe("y");
    expect(aliases.keyOf("x")).toBeUndefined();
  });
});

describe("a page's look", () => {
  const applied = (look: Parameters<typeof applyLook>[0]) => {
    const set: string[] = [];
    const style = { setProperty: (name: string, value: string) => set.push(`${name}: ${value}`) };
    applyLook(look, style as unknown as CSSStyleDeclaration, () => true);
    return set;
  };
  it("is taken over as values", () => {
    expect(applied({ accent: "#804", radius: "4px" })).toEqual(["--accent: #804", "--radius: 4px"]);
  });
  it("names nothing outside", () => {
    expect(
      applied({ accent: "url(//evil.example)", background: "var(--ink)", radius: "1px;color:red" }),
    ).toEqual([]);
  });
});
