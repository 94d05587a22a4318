import { describe, expect, it } from "vitest";
import type { CallState } from "../../sdk/index.ts";
import { aCallState, aPerson, LIVE, oneself, SILENT, STOPPED, WAITING } from "../fixtures/people.ts";
import { mayShare, sharesOf, tileOf, tilesOf } from "./tiles.ts";

const track = { id: "picture" } as MediaStreamTrack;

describe("tile", () => {
  it("shows another's picture only once its frames open", () => {
    expect(tileOf(aPerson("Ana", { camera: { ...LIVE, track } })).video).toBe(track);
    expect(tileOf(aPerson("Ana", { camera: { ...WAITING, track } })).video).toBeUndefined();
    expect(tileOf(aPerson("Ana", { camera: { ...STOPPED, track } })).video).toBeUndefined();
    expect(tileOf(aPerson("Ana", { camera: { ...SILENT, track } })).video).toBeUndefined();
  });

  it("shows one's own picture before anybody has keys, but not once it was stopped", () => {
    expect(tileOf(oneself("Mara", { camera: { ...WAITING, track } })).video).toBe(track);
    expect(tileOf(oneself("Mara", { camera: { ...STOPPED, track } })).video).toBeUndefined();
  });

  it("says that a key is awaited, for microphone or camera, of others only", () => {
    expect(tileOf(aPerson("Ana", { camera: WAITING })).note).toBe("waiting-key");
    expect(tileOf(aPerson("Ana", { microphone: WAITING })).note).toBe("waiting-key");
    expect(tileOf(aPerson("Ana", { microphone: { ...WAITING, on: false } })).note).toBeUndefined();
    expect(tileOf(oneself("Mara", { camera: WAITING })).note).toBeUndefined();
  });

  it("says whose camera was stopped", () => {
    expect(tileOf(oneself("Mara", { camera: STOPPED })).note).toBe("own-stopped");
    expect(tileOf(aPerson("Ana", { camera: STOPPED })).note).toBe("other-stopped");
  });

  it("counts a stopped microphone as muted", () => {
    expect(tileOf(aPerson("Ana", { microphone: SILENT })).muted).toBe(true);
    expect(tileOf(aPerson("Ana", { microphone: STOPPED })).muted).toBe(true);
    expect(tileOf(aPerson("Ana")).muted).toBe(false);
  });

  it("keeps the order of the roster whatever is said or shown", () => {
    const people = [
      oneself("Mara"),
      aPerson("Zoë", { microphone: SILENT }),
      aPerson("Ana", { camera: LIVE }),
    ];
    expect(tilesOf(aCallState(people)).map((tile) => tile.name)).toEqual(["Mara", "Zoë", "Ana"]);
  });

  it("marks who is heard, but nobody who is muted", () => {
    expect(tileOf(aPerson("Ana", { speaking: true })).speaking).toBe(true);
    expect(tileOf(aPerson("Ana", { speaking: true, microphone: SILENT })).speaking).toBe(false);
  });

  it("says how somebody comes through only where it is not well", () => {
    expect(tileOf(aPerson("Ana")).badQuality).toBeUndefined();
    expect(tileOf(aPerson("Ana", { quality: "poor" })).badQuality).toBe("poor");
  });
});

describe("shared screens", () => {
  const screen = { ...LIVE, track };

  it("are those that are on, with sound that is not one's own", () => {
    const sound = { id: "sound" } as MediaStreamTrack;
    const screenAudio = { ...LIVE, track: sound };
    const [own, anas, ...more] = sharesOf([
      oneself("Mara", { screen, screenAudio }),
      aPerson("Ana", { screen, screenAudio }),
      aPerson("Ben"),
    ]);
    expect(own).toMatchObject({ name: "Mara", isSelf: true, video: track });
    expect(own?.sound).toBeUndefined();
    expect(anas).toMatchObject({ name: "Ana", video: track, sound, paused: false });
    expect(more).toEqual([]);
  });

  it("say that they are paused, or waiting for a key", () => {
    expect(sharesOf([aPerson("Ana", { screen: { ...screen, paused: true } })])[0]?.paused).toBe(true);
    const [waiting] = sharesOf([aPerson("Ana", { screen: { ...WAITING, track } })]);
    expect(waiting).toMatchObject({ note: "waiting-key" });
    expect(waiting?.video).toBeUndefined();
  });

  it("are offered to guests unless hosts keep them to themselves", () => {
    const call = aCallState([]);
    const policy = { share: "hosts" } as NonNullable<CallState["policy"]>;
    expect(mayShare(call)).toBe(true);
    expect(mayShare({ ...call, policy, role: "guest" })).toBe(false);
    expect(mayShare({ ...call, policy, role: "cohost" })).toBe(true);
    expect(mayShare({ ...call, policy: { ...policy, share: "all" }, role: "guest" })).toBe(true);
  });
});
