import { describe, expect, it } from "vitest";
import { frameAncestors, readOrigins } from "../../../build/embedding.ts";
import { NO_CALL } from "../protocol/index.ts";
import { optionsFrom } from "./attributes.ts";
import { allowFor } from "./iframe.ts";
import { actsFor, jitsiEvents } from "./jitsi.ts";
import { placeOf, withoutSecret } from "./room.ts";

const SECRET = "A".repeat(43);

describe("a room", () => {
  it("is taken apart, wherever the app is served from", () => {
    expect(placeOf(`https://calls.example/app/#/r/${SECRET}`, undefined)).toEqual({
      base: "https://calls.example/app/",
      origin: "https://calls.example",
      door: "r",
      roomSecret: SECRET,
    });
    expect(placeOf(undefined, "https://calls.example").roomSecret).toBeUndefined();
    expect(placeOf(`#/r/${SECRET}`, "https://calls.example/").base).toBe("https://calls.example/");
  });
  it("is a session's, or one with a password, by its link", () => {
    const doors = ["p", "w", "wp", "s"].map((door) =>
      placeOf(`https://calls.example/#/${door}/${SECRET}`, undefined),
    );
    expect(doors.map(({ door, roomSecret }) => [door, roomSecret])).toEqual([
      ["p", SECRET],
      ["w", SECRET],
      ["wp", SECRET],
      ["s", SECRET],
    ]);
    expect(() => placeOf(`https://calls.example/#/x/${SECRET}`, undefined)).toThrow(
      expect.objectContaining({ code: "embed/bad-room" }),
    );
  });
  it("without its key, or nowhere, is none", () => {
    const code = (value: string) => expect.objectContaining({ code: value }) as Error;
    expect(() => placeOf("https://calls.example/", undefined)).toThrow(code("embed/bad-room"));
    expect(() => placeOf(undefined, undefined)).toThrow(code("embed/bad-server"));
    expect(() => placeOf(`javascript:alert(1)#/r/${SECRET}`, undefined)).toThrow(code("embed/bad-server"));
  });
  it("stays in the markup without its key", () => {
    expect(withoutSecret(`https://calls.example/#/r/${SECRET}`)).toBe("https://calls.example/");
  });
});

describe("attributes", () => {
  const options = (given: Record<string, string>) => optionsFrom((name) => given[name] ?? null);
  it("are options, hyphenated or not", () => {
    expect(options({ displayname: "Ana", "skip-prejoin": "", audio: "off", video: "maybe" })).toEqual({
      displayName: "Ana",
      skipPrejoin: true,
      audio: false,
      hide: [],
    });
  });
  it("say what a frame is for, in words that there are", () => {
    expect(options({ mode: "view" })).toEqual({ mode: "view", hide: [] });
    expect(options({ mode: "tv" })).toEqual({ hide: [] });
  });
  it("leave parts out", () => {
    expect(options({ chat: "off", logo: "off" }).hide).toEqual(["chat", "logo"]);
    expect(options({ minimal: "", chat: "on" }).hide).not.toContain("chat");
    expect(options({ minimal: "" }).hide).toContain("people");
    expect(options({ toolbar: "mic camera chat leave" }).hide).toEqual(
      expect.arrayContaining(["screenshare", "people", "reactions", "hand", "layout", "more"]),
    );
    expect(options({ toolbar: "mic chat" }).hide).not.toContain("chat");
  });
  it("do not reach the encryption label", () => {
    expect(options({ encryption: "off", "encryption-label": "off", minimal: "" }).hide).not.toContain(
      "encryption",
    );
  });
});

describe("a page made for Jitsi", () => {
  it("asks by the same commands", () => {
    const ask = (command: string, ...args: unknown[]) => actsFor(command, args, NO_CALL);
    expect(ask("toggleAudio")).toEqual([["toggleMicrophone"]]);
    expect(ask("hangup")).toEqual([["leave"]]);
    expect(ask("sendChatMessage", "hi", "", true)).toEqual([["sendChatMessage", "hi"]]);
    expect(ask("setTileView", false)).toEqual([["setLayout", "spotlight"]]);
    expect(ask("answerKnockingParticipant", "w1", true)).toEqual([["admit", "w1"]]);
    expect(ask("avatarUrl", "/ana.png")).toEqual([["setUserInfo", { avatarUrl: "/ana.png" }]]);
    expect(ask("startRecording")).toBeUndefined();
  });
  it("mutes everybody but who asks", () => {
    const person = {
      displayName: "",
      role: "guest",
      microphoneOn: true,
      cameraOn: true,
      screenOn: false,
    } as const;
    const participants = ["p1", "p2", "p3"].map((id) => ({
      ...{ ...person, id, isSelf: id === "p1", handUp: false, speaking: false, recording: false },
    }));
    expect(actsFor("muteEveryone", [], { ...NO_CALL, participants })).toEqual([
      ["muteParticipant", "p2"],
      ["muteParticipant", "p3"],
    ]);
  });
  it("hears the same events", () => {
    const heard = (event: Parameters<typeof jitsiEvents>[0]) => jitsiEvents(event, "room");
    expect(heard({ name: "microphone-toggle", detail: { enabled: false } })).toEqual([
      { name: "audioMuteStatusChanged", detail: { muted: true } },
    ]);
    expect(heard({ name: "joined", detail: { id: "p1", displayName: "Ana" } })).toEqual([
      { name: "videoConferenceJoined", detail: { id: "p1", displayName: "Ana", roomName: "room" } },
    ]);
    expect(heard({ name: "message", detail: { from: "p1", mine: false } })).toEqual([]);
  });
});

describe("who may embed", () => {
  it("is nobody, unless the server's owner says so", () => {
    expect(readOrigins(undefined)).toEqual([]);
    expect(frameAncestors("/embed.html", [])).toBe("frame-ancestors 'none'");
  });
  it("are origins, and only the page made for it is framed", () => {
    const origins = readOrigins("https://shop.example, http://127.0.0.1:8080");
    expect(frameAncestors("/embed.html", origins)).toBe(
      "frame-ancestors https://shop.example http://127.0.0.1:8080",
    );
    expect(frameAncestors("/", origins)).toBe("frame-ancestors 'none'");
  });
  it.each(["*", "https://*.example", "shop.example", "https://shop.example/", "null"])(
    "is not %j",
    (entry) => {
      expect(() => readOrigins(entry)).toThrow("is no origin");
    },
  );
  it("gives its permissions to Sotto's origin only", () => {
    expect(allowFor("https://calls.example")).toContain("camera https://calls.example;");
    expect(allowFor("https://calls.example")).not.toContain("*");
  });
});
