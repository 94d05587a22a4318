import { asLeafIndex } from "@sotto/shared/ids";
import { describe, expect, it } from "vitest";
import type { StateMessage, StreamDescription } from "./api.ts";
import { decodeAppMessage, encodeAppMessage, type WireMessage } from "./appMessage.ts";

const camera: StreamDescription = { stream: 1, layers: 3, source: "camera", codec: "video/VP8" };
const state: StateMessage = {
  type: "state",
  streams: [{ stream: 0, layers: 1, source: "microphone", codec: "audio/opus" }, camera],
  microphoneOn: false,
  cameraOn: true,
  screenOn: false,
  recording: false,
  handSince: 0,
};
const chatId = new Uint8Array(16).fill(7);

describe("messages between members", () => {
  const messages: WireMessage[] = [
    state,
    { ...state, streams: [], microphoneOn: true, cameraOn: false },
    { ...state, screenOn: true, handSince: 1_790_000_000_000 },
    { ...state, recording: true },
    { type: "leave" },
    { type: "probe", leaf: asLeafIndex(4095) },
    { type: "alive" },
    { type: "look" },
    { type: "chat", id: chatId, text: "Grüße 👋" },
    { type: "reaction", emoji: "👩🏽‍❤️‍👩🏾" },
    { type: "request", kind: "mute", target: "everybody" },
    { type: "request", kind: "unmute", target: asLeafIndex(4095) },
    { type: "endCall" },
    { type: "turnedAway", device: new Uint8Array(32).fill(1), keyPackageHash: new Uint8Array(32).fill(2) },
    { type: "link", devicePublicKey: new Uint8Array(32).fill(1), signature: new Uint8Array(64).fill(2) },
    { type: "link", devicePublicKey: new Uint8Array(32).fill(1), signature: undefined },
  ];

  it.each(messages)("read as they were written: $type", (message) => {
    expect(decodeAppMessage(encodeAppMessage(message))).toEqual(message);
  });

  it.each(messages)("do not read when cut or longer: $type", (message) => {
    const bytes = encodeAppMessage(message);
    expect(() => decodeAppMessage(bytes.subarray(0, -1))).toThrow();
    expect(() => decodeAppMessage(Uint8Array.of(...bytes, 0))).toThrow();
  });

  it.each([
    ["stream numbers beyond the last", [{ ...camera, stream: 14 }]],
    ["no layer", [{ ...camera, layers: 0 }]],
    ["five layers", [{ ...camera, layers: 5 }]],
    ["one number twice", [camera, { ...camera, stream: 3 }]],
    ["a codec of a hundred characters", [{ ...camera, codec: "x".repeat(100) }]],
    ["seventeen streams", Array.from({ length: 17 }, (_, stream) => ({ ...camera, stream, layers: 1 }))],
  ])("refuse a state with %s", (_, streams) => {
    expect(() => encodeAppMessage({ ...state, streams })).toThrow();
  });

  it("refuse what is too long, of no type, or of no leaf", () => {
    expect(() => encodeAppMessage({ type: "chat", id: chatId, text: "x".repeat(20_000) })).toThrow();
    expect(() => encodeAppMessage({ type: "chat", id: chatId.subarray(1), text: "x" })).toThrow();
    expect(() => encodeAppMessage({ type: "reaction", emoji: "👍".repeat(9) })).toThrow();
    expect(() => encodeAppMessage({ type: "reaction", emoji: "" })).toThrow();
    const link = { type: "link", devicePublicKey: new Uint8Array(32) } as const;
    expect(() => encodeAppMessage({ ...link, signature: new Uint8Array(63) })).toThrow();
    const flagsOf16 = [1, 16, 0, 0, 0, 0, 0, 0, 0, 0, 0];
    for (const bytes of [[], [0], [11], [3, 255, 255], flagsOf16, [8, 4, 0, 0], [8, 0, 16, 0]]) {
      expect(() => decodeAppMessage(Uint8Array.from(bytes))).toThrow();
    }
  });
});
