import type { StateMessage, StreamDescription } from "@sotto/keyserver-protocol/member";
import { describe, expect, it, vi } from "vitest";
import { type OwnState, StateExchange } from "./StateExchange.ts";

const microphone: StreamDescription = { stream: 0, layers: 1, source: "microphone", codec: "opus" };
const camera: StreamDescription = { stream: 1, layers: 2, source: "camera", codec: "vp8" };
const quiet: OwnState = {
  microphoneOn: false,
  cameraOn: false,
  screenOn: false,
  recording: false,
  handSince: 0,
};
const speaking: OwnState = { ...quiet, microphoneOn: true };
const theirs: StateMessage = { type: "state", streams: [camera], ...quiet, cameraOn: true };

describe("what we say", () => {
  it("is said once for each change", () => {
    const publish = vi.fn();
    const exchange = new StateExchange(publish);
    exchange.describeOwn(microphone);
    exchange.say(speaking);
    exchange.say(speaking);
    exchange.describeOwn(camera);
    exchange.say({ ...speaking, cameraOn: true });
    expect(publish.mock.calls.map(([message]) => message as StateMessage)).toEqual([
      { type: "state", streams: [microphone], ...speaking },
      { type: "state", streams: [microphone, camera], ...speaking, cameraOn: true },
    ]);
  });

  it("is said again to a group that knows us anew", () => {
    const publish = vi.fn();
    const exchange = new StateExchange(publish);
    exchange.describeOwn(microphone);
    exchange.say(speaking);
    exchange.reset();
    exchange.say(speaking);
    expect(publish).toHaveBeenCalledTimes(2);
  });

  it("does not name a source that was stopped", () => {
    const publish = vi.fn();
    const exchange = new StateExchange(publish);
    exchange.describeOwn(camera);
    exchange.withdrawOwn("camera");
    exchange.say(quiet);
    expect(publish).toHaveBeenLastCalledWith(expect.objectContaining({ streams: [] }));
  });
});

describe("what we heard", () => {
  it("is forgotten with its member", () => {
    const exchange = new StateExchange(vi.fn());
    exchange.hear("ana", theirs);
    exchange.hear("ben", theirs);
    exchange.keepOnly(new Set(["ben"]));
    expect(exchange.of("ana")).toBeUndefined();
    expect([...exchange.described()]).toEqual([["ben", [camera]]]);
  });
});
