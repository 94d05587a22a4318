import { describe, expect, it } from "vitest";
import { FakeTrack } from "../fixtures/FakeDevices.ts";
import { aPerson, oneself } from "../fixtures/people.ts";
import { recordedTracks } from "./recordedTracks.ts";

const track = (id: string) => new FakeTrack("audio", id).real;
const media = (on: boolean, id: string) => ({ on, state: "live", track: track(id) }) as const;

describe("a recording", () => {
  it("has the voices and pictures that are on, one's own too", () => {
    const people = [
      oneself("Ana", { microphone: media(true, "own voice"), camera: media(true, "own face") }),
      aPerson("Ben", { microphone: media(true, "voice"), screen: media(true, "screen") }),
    ];
    const { pictures, sounds } = recordedTracks(people);
    expect(pictures.map(({ id }) => id)).toEqual(["own face", "screen"]);
    expect(sounds.map(({ id }) => id)).toEqual(["own voice", "voice"]);
  });

  it("has nothing of who is muted, though the device is open", () => {
    const people = [oneself("Ana", { microphone: media(false, "voice"), camera: media(false, "face") })];
    expect(recordedTracks(people)).toEqual({ pictures: [], sounds: [] });
  });
});
