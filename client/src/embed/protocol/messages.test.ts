import { describe, expect, it } from "vitest";
import { NO_CALL, readAnswer, readFromFrame, readToFrame } from "./index.ts";

describe("a question", () => {
  const ask = (method: unknown, ...args: unknown[]) => ({ type: "ask", id: 7, method, args });

  it("may leave its last arguments out", () => {
    expect(readToFrame(ask("toggleCamera")).args).toEqual([undefined]);
    expect(readToFrame(ask("sendAppMessage", "hi")).args).toEqual(["hi", undefined]);
  });

  it.each([
    ["an unknown method", ask("exportKeys")],
    ["one that every object has", ask("constructor")],
    ["an argument of another kind", ask("toggleCamera", "yes")],
    ["too many arguments", ask("join", 1)],
    ["a text that is too long", ask("sendChatMessage", "x".repeat(16_001))],
    ["a name that is too long", ask("setDisplayName", "x".repeat(65))],
    ["a message to pages that is too long", ask("sendAppMessage", "x".repeat(32_001))],
    ["a picture that would be loaded", ask("setUserInfo", { avatarUrl: "https://evil.example/" })],
    ["a card with more on it", ask("setUserInfo", { role: "host" })],
    ["a device that is no word", ask("setDevices", { audioInput: { toString: "x" } })],
    ["a pane that is no word", ask("openSettings", ["settings"])],
    ["what every object inherits", ask("__proto__")],
    ["arguments that are no list", { ...ask("join"), args: { length: 0 } }],
    ["an id that is none", { ...ask("join"), id: -1 }],
    ["more than is known", { ...ask("join"), also: 1 }],
    ["nothing", null],
  ])("is refused with %s", (_, data) => {
    expect(() => readToFrame(data)).toThrow(expect.objectContaining({ code: "embed/invalid" }) as Error);
  });

  it("leaves nothing behind in what all objects share", () => {
    const data: unknown = JSON.parse('{"__proto__":{"polluted":1},"audioInput":"x"}');
    expect(() => readToFrame(ask("setDevices", data))).toThrow();
    expect("polluted" in {}).toBe(false);
  });

  it("with wrong arguments can be answered", () => {
    expect(() => readToFrame(ask("join", 1))).toThrow(expect.objectContaining({ question: 7 }) as Error);
  });
});

describe("what a frame says", () => {
  it("is an event with its detail, an answer, or refused", () => {
    const event = { type: "event", name: "knock", detail: { id: "w1", displayName: "Ana" } };
    expect(readFromFrame(event)).toEqual(event);
    const answer = { type: "answer", id: 1, ok: false, code: "embed/in-call", message: "" };
    expect(readFromFrame(answer)).toEqual(answer);
    for (const wrong of [
      { ...event, name: "chat" },
      { ...event, detail: { id: "w1" } },
      { ...answer, id: 0 },
      1,
    ])
      expect(() => readFromFrame(wrong)).toThrow();
  });

  it("has no room for what is written, nor for keys", () => {
    const written = { type: "event", name: "message", detail: { from: "p1", mine: false, text: "secret" } };
    expect(() => readFromFrame(written)).toThrow();
    expect(() => readAnswer("getState", { ...NO_CALL, callCode: "123" })).toThrow();
    expect(readAnswer("getState", NO_CALL)).toEqual(NO_CALL);
  });
});
