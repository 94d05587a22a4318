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
};

describe("messages between members", () => {
  const messages: WireMessage[] = [
    state,
    { ...state, streams: [], microphoneOn: true, cameraOn: false },
    { type: "leave" },
    { type: "probe", leaf: asLeafIndex(4095) },
    { type: "alive" },
    { type: "look" },
    { type: "chat", text: "Grüße 👋" },
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
    expect(() => encodeAppMessage({ type: "chat", text: "x".repeat(20_000) })).toThrow();
    for (const bytes of [[], [0], [9], [3, 255, 255], [1, 4, 0]]) {
      expect(() => decodeAppMessage(Uint8Array.from(bytes))).toThrow();
    }
  });
});
