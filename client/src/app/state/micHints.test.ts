import { describe, expect, it } from "vitest";
import { type MicWatch, NOTHING_HEARD, watchMic } from "./micHints.ts";

/** Looks every 200 ms for some seconds, from a time on. */
function look(watch: MicWatch, from: number, seconds: number, level: number, isOn: boolean): MicWatch {
  let next = watch;
  for (let at = from; at < from + seconds * 1000; at += 200) next = watchMic(next, { at, level, isOn });
  return next;
}

describe("talking while muted", () => {
  it("is told after a sentence has begun, not after a cough", () => {
    expect(look(NOTHING_HEARD, 0, 0.6, 0.1, false).hint).toBeUndefined();
    expect(look(NOTHING_HEARD, 0, 2, 0.1, false).hint).toBe("talking-muted");
  });

  it("is not told of the noise of a room", () => {
    expect(look(NOTHING_HEARD, 0, 60, 0.005, false).hint).toBeUndefined();
  });

  it("is settled by unmuting, and by silence after a while", () => {
    const told = look(NOTHING_HEARD, 0, 2, 0.1, false);
    expect(watchMic(told, { at: 2000, level: 0.1, isOn: true }).hint).toBeUndefined();
    expect(look(told, 2000, 3, 0, false).hint).toBe("talking-muted");
    expect(look(told, 2000, 8, 0, false).hint).toBeUndefined();
  });

  it("is not told again and again to somebody who talks to others in the room", () => {
    const gone = look(look(NOTHING_HEARD, 0, 2, 0.1, false), 2000, 20, 0.1, false);
    expect(gone.hint).toBeUndefined();
    expect(look(gone, 22_000, 18, 0.1, false).hint).toBe("talking-muted");
  });
});

describe("a silent microphone", () => {
  it("is told after five seconds without any sound, and settled by the first sound", () => {
    expect(look(NOTHING_HEARD, 0, 4.8, 0, true).hint).toBeUndefined();
    const told = look(NOTHING_HEARD, 0, 5.4, 0, true);
    expect(told.hint).toBe("silent");
    expect(watchMic(told, { at: 6000, level: 0.001, isOn: true }).hint).toBeUndefined();
  });

  it("is not told in a quiet room, nor while muted", () => {
    expect(look(NOTHING_HEARD, 0, 60, 0.0002, true).hint).toBeUndefined();
    expect(look(NOTHING_HEARD, 0, 60, 0, false).hint).toBeUndefined();
  });
});
