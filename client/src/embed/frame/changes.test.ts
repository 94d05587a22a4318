import { describe, expect, it } from "vitest";
import { type EmbedParticipant, type EmbedState, NO_CALL } from "../protocol/index.ts";
import { Aliases } from "./Aliases.ts";
import { changesBetween } from "./changes.ts";

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
  it("is how the connection and the encryption are, in words", () => {
    expect(changesBetween(joined, { ...joined, connection: "connected", quality: "poor" })).toEqual([
      { name: "connection", detail: { state: "connected", quality: "poor" } },
    ]);
    const encrypted: EmbedState = { ...joined, encrypted: true };
    expect(changesBetween(joined, { ...encrypted, verified: 1 })).toEqual([
      { name: "encryption", detail: { state: "encrypted", verified: 1 } },
    ]);
    expect(changesBetween(encrypted, { ...encrypted, integrity: "forked" })).toEqual([
      { name: "encryption", detail: { state: "forked", verified: 0 } },
    ]);
  });
  it("is what a page says of its person, when it comes", () => {
    const said = { ...joined, participants: [{ ...ana, externalId: "17" }] };
    expect(names(joined, said)).toEqual(["participant-updated"]);
    expect(names(said, joined)).toEqual(["participant-updated"]);
    expect(changesBetween(said, { ...said, participants: [] })[0]?.detail).toMatchObject({
      externalId: "17",
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
