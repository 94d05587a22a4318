import { describe, expect, it } from "vitest";
import { type Choices, chosenDevices, loadChoices, saveChoices } from "./choices.ts";

function storage(stored: string | null = null) {
  return {
    stored,
    getItem() {
      return this.stored;
    },
    setItem(_key: string, value: string) {
      this.stored = value;
    },
  };
}

describe("choices", () => {
  it("come back as they were saved", () => {
    const choices: Choices = {
      name: "Mara",
      microphoneOn: false,
      cameraOn: true,
      shortcutsOn: false,
      keys: { microphone: "x", chat: null },
      relayOnly: true,
      layout: "speaker",
      selfView: false,
      corner: "top start",
      sounds: false,
      micHints: false,
      captions: true,
      lowData: true,
      background: "dusk",
      noise: true,
      shareMotion: "video",
      shareSound: true,
      camera: { id: "c1", label: "Cam" },
    };
    const store = storage();
    saveChoices(store, choices);
    expect(loadChoices(store)).toEqual(choices);
  });

  it.each([
    null,
    "",
    "{",
    "[]",
    '{"name":7}',
    `{"name":"${"x".repeat(65)}"}`,
    '{"camera":{"id":1}}',
    '{"layout":"heap"}',
  ])("start afresh from %s", (stored) => {
    expect(loadChoices(storage(stored))).toEqual({
      name: "",
      microphoneOn: true,
      cameraOn: true,
      shortcutsOn: true,
      keys: {},
      relayOnly: false,
      layout: "grid",
      selfView: true,
      corner: "bottom end",
      sounds: true,
      micHints: true,
      captions: false,
      lowData: false,
      background: "none",
      noise: false,
      shareMotion: "text",
      shareSound: false,
    });
  });

  it("keep a room blurred that an earlier version had blurred", () => {
    expect(loadChoices(storage('{"blur":true}')).background).toBe("blur");
    expect(loadChoices(storage('{"blur":false}')).background).toBe("none");
    expect(loadChoices(storage('{"blur":true,"background":"none"}')).background).toBe("none");
  });

  it("give the devices away alone, without the name", () => {
    const camera = { id: "c1", label: "Cam" };
    expect(chosenDevices({ ...loadChoices(storage()), name: "Mara", camera })).toEqual({ camera });
  });

  it("are forgotten, without harm, where nothing can be stored", () => {
    const full = {
      setItem() {
        throw new DOMException("full", "QuotaExceededError");
      },
    };
    expect(() => saveChoices(full, loadChoices(storage()))).not.toThrow();
  });
});
