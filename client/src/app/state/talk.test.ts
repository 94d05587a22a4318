import { describe, expect, it } from "vitest";
import { followTalk, NOT_TALKING, type TalkEvent } from "./talk.ts";

function acts(...events: TalkEvent[]): string[] {
  let talk = NOT_TALKING;
  return events.map((event) => {
    const followed = followTalk(talk, event);
    talk = followed.talk;
    return followed.act;
  });
}
const down: TalkEvent = { type: "down", isRepeat: false };
const repeat: TalkEvent = { type: "down", isRepeat: true };

describe("talking while a key is held", () => {
  it("unmutes once and ends muted", () => {
    expect(acts(down, repeat, repeat, { type: "up" })).toEqual(["unmute", "nothing", "nothing", "mute"]);
  });

  it("mutes when the window loses the keyboard, and only once", () => {
    expect(acts(down, { type: "away" }, { type: "up" })).toEqual(["unmute", "mute", "nothing"]);
  });

  it("does nothing to a microphone when no key was held here", () => {
    expect(acts({ type: "away" }, { type: "up" }, repeat)).toEqual(["nothing", "nothing", "nothing"]);
  });
});
