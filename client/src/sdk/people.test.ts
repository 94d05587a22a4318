import { describe, expect, it } from "vitest";
import type { PersonIdentity, RosterPerson } from "../workers/protocol.ts";
import { UNKNOWN_IDENTITY } from "./identity/index.ts";
import { type MediaView, peopleOf, unheard } from "./people.ts";

const person = (leaf: number, isSelf = false): RosterPerson & PersonIdentity => ({
  ...UNKNOWN_IDENTITY,
  leaf,
  participantKey: `key-${leaf}`,
  displayName: `Person ${leaf}`,
  deviceFingerprint: "ABCD",
  isSelf,
  role: "guest",
});
const roster = [person(2), person(0), person(1, true)];
const quiet = {
  microphoneOn: false,
  cameraOn: false,
  screenOn: false,
  streams: [],
  handSince: 0,
  recording: false,
};
const noVoice = () => unheard("connected");
const nothing: MediaView = { track: undefined, state: "waiting-key" };

describe("peopleOf", () => {
  it("puts oneself first and the others by leaf", () => {
    const people = peopleOf(
      roster,
      () => undefined,
      () => nothing,
      [],
      noVoice,
    );
    expect(people.map(({ leaf }) => leaf)).toEqual([1, 0, 2]);
  });

  it("shows a person who said nothing as silent", () => {
    const [self] = peopleOf(
      roster,
      () => undefined,
      () => nothing,
      [],
      noVoice,
    );
    expect(self?.microphone).toEqual({ on: false, state: "none" });
  });

  it("shows what somebody announced and what has become of it", () => {
    const said = () => ({ ...quiet, microphoneOn: true });
    const people = peopleOf(
      roster,
      said,
      (_key, source) => ({
        track: undefined,
        state: source === "microphone" ? "live" : "waiting-key",
      }),
      [],
      noVoice,
    );
    expect(people[1]).toMatchObject({
      microphone: { on: true, state: "live" },
      camera: { on: false, state: "none" },
    });
  });

  it("shows a stopped stream although it is off", () => {
    const [self] = peopleOf(
      roster,
      () => undefined,
      () => ({ track: undefined, state: "stopped" }),
      [],
      noVoice,
    );
    expect(self?.camera).toEqual({ on: false, state: "stopped" });
  });

  it("gives the same objects as long as nothing changes", () => {
    const before = peopleOf(
      roster,
      () => undefined,
      () => nothing,
      [],
      noVoice,
    );
    expect(
      peopleOf(
        [...roster],
        () => undefined,
        () => ({ ...nothing }),
        before,
        noVoice,
      ),
    ).toBe(before);
    const after = peopleOf(
      roster,
      (key) => (key === "key-0" ? { ...quiet, microphoneOn: true } : undefined),
      () => nothing,
      before,
      noVoice,
    );
    expect(after).not.toBe(before);
    expect(after[0]).toBe(before[0]);
    expect(after[1]).not.toBe(before[1]);
  });

  it("shows roles and raised hands, and is another person when these change", () => {
    const of = (changes: object, before = people) =>
      peopleOf(
        [{ ...person(0), ...changes }],
        () => ({ ...quiet, ...changes }),
        () => nothing,
        before,
        noVoice,
      );
    const people: ReturnType<typeof peopleOf> = of({}, []);
    expect(people).toMatchObject([{ role: "guest", handSince: 0, recording: false }]);
    expect(of({})).toBe(people);
    expect(of({ role: "host" })).toMatchObject([{ role: "host" }]);
    expect(of({ handSince: 5 })).toMatchObject([{ handSince: 5 }]);
    expect(of({ recording: true })).toMatchObject([{ recording: true }]);
  });
});
