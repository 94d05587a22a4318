import { describe, expect, it } from "vitest";
import type { ChatMessage } from "../../sdk/index.ts";
import { chatGroups, excerpt, fits, messagesAfter, unreadOf } from "./chat.ts";

let count = 0;
function message(over: Partial<ChatMessage>): ChatMessage {
  count += 1;
  return { id: `m${count}`, from: "a", name: "Ana", text: "hi", at: 0, mine: false, failed: false, ...over };
}

describe("chat", () => {
  it("tells what came after the message that was told last", () => {
    const [one, two, three] = [message({}), message({}), message({})];
    expect(messagesAfter([one, two, three], one.id)).toEqual([two, three]);
    expect(messagesAfter([one], one.id)).toEqual([]);
    expect(messagesAfter([one, two], undefined)).toEqual([one, two]);
  });

  it("tells a long message in part, and never half a character", () => {
    expect(excerpt("two\nlines")).toBe("two lines");
    const cut = excerpt("😀".repeat(10_000));
    expect([...cut]).toHaveLength(140);
    expect(cut).toMatch(/^(😀)+…$/u);
  });

  it("puts messages of one person in a row together, for some minutes", () => {
    const groups = chatGroups([
      message({ at: 0 }),
      message({ at: 60_000 }),
      message({ from: "b", name: "Ben", at: 61_000 }),
      message({ at: 62_000 }),
      message({ at: 400_000 }),
    ]);
    expect(groups.map(({ name, messages }) => [name, messages.length])).toEqual([
      ["Ana", 2],
      ["Ben", 1],
      ["Ana", 1],
      ["Ana", 1],
    ]);
  });

  it("does not put two people of one name together, nor one who changed the name", () => {
    expect(chatGroups([message({}), message({ from: "x" })])).toHaveLength(2);
    expect(chatGroups([message({}), message({ name: "Anna" })])).toHaveLength(2);
  });

  it("counts what others wrote after the last that was seen", () => {
    const [first, own, last] = [message({}), message({ mine: true }), message({})];
    expect(unreadOf([first, own, last], undefined)).toBe(2);
    expect(unreadOf([first, own, last], first.id)).toBe(1);
    expect(unreadOf([first, own, last], last.id)).toBe(0);
  });

  it("measures messages as they are sent", () => {
    expect(fits("x".repeat(16 * 1024))).toBe(true);
    expect(fits("x".repeat(16 * 1024 + 1))).toBe(false);
    expect(fits("ü".repeat(8 * 1024 + 1))).toBe(false);
  });
});
