import { describe, expect, it } from "vitest";
import { answered, followWord, NOBODY_ASKS, ownQuestion, type Speaker } from "./handover.ts";
import { decodeWord, encodeWord, type Word } from "./words.ts";

const viewer: Speaker = { key: "ben", role: "guest" };
const presenter: Speaker = { key: "ana", role: "host" };

describe("words about presenting", () => {
  it.each([
    { type: "ask" },
    { type: "grant" },
    { type: "refuse" },
    { type: "rules", marks: false },
  ] as Word[])("are read as they were written: $type", (word) => {
    expect(decodeWord(encodeWord(word))).toEqual(word);
  });

  it.each([
    "",
    "{}",
    "null",
    '{"type":"steal"}',
    '{"type":"rules"}',
    '{"type":"rules","marks":1}',
    '{"type":"ask","more":1}',
    `{"type":"ask"}${" ".repeat(60)}`,
  ])("are nothing else: %j", (text) => {
    expect(decodeWord(new TextEncoder().encode(text))).toBeUndefined();
  });
});

describe("handing over", () => {
  it("lists who asks, once, and no more than a few", () => {
    let now = NOBODY_ASKS;
    for (let person = 0; person < 20; person++)
      now = followWord(followWord(now, { key: `p${person}`, role: "guest" }, { type: "ask" }), viewer, {
        type: "ask",
      });
    expect(now.asking).toHaveLength(8);
    expect(now.asking.slice(0, 2)).toEqual(["p0", "ben"]);
    expect(answered(now, ["ben"]).asking).not.toContain("ben");
  });

  it("takes an answer from who may share only, and only if it was asked for", () => {
    const asked = ownQuestion(NOBODY_ASKS, "asked");
    expect(followWord(asked, viewer, { type: "grant" }).own).toBe("asked");
    expect(followWord(asked, presenter, { type: "grant" }).own).toBe("granted");
    expect(followWord(asked, presenter, { type: "refuse" }).own).toBe("refused");
    expect(followWord(NOBODY_ASKS, presenter, { type: "grant" }).own).toBe("none");
  });

  it("lets presenters alone say who may draw", () => {
    const rule: Word = { type: "rules", marks: false };
    expect(followWord(NOBODY_ASKS, viewer, rule).marks).toBe(true);
    expect(followWord(NOBODY_ASKS, presenter, rule).marks).toBe(false);
  });
});
