import type { StateMessage, StreamDescription } from "@sotto/keyserver-protocol/member";
import { describe, expect, it, vi } from "vitest";
import { StateExchange } from "./StateExchange.ts";

const microphone: StreamDescription = { stream: 0, layers: 1, source: "microphone", codec: "opus" };
const camera: StreamDescription = { stream: 1, layers: 2, source: "camera", codec: "vp8" };
const theirs: StateMessage = { type: "state", streams: [camera], microphoneOn: false, cameraOn: true };

describe("what we say", () => {
  it("is said once for each change", () => {
    const publish = vi.fn();
    const exchange = new StateExchange(publish);
    exchange.describeOwn(microphone);
    exchange.say(true, false);
    exchange.say(true, false);
    exchange.describeOwn(camera);
    exchange.say(true, true);
    expect(publish.mock.calls.map(([message]) => message as StateMessage)).toEqual([
      { type: "state", streams: [microphone], microphoneOn: true, cameraOn: false },
      { type: "state", streams: [microphone, camera], microphoneOn: true, cameraOn: true },
    ]);
  });

  it("is said again to a group that knows us anew", () => {
    const publish = vi.fn();
    const exchange = new StateExchange(publish);
    exchange.describeOwn(microphone);
    exchange.say(true, false);
    exchange.reset();
    exchange.say(true, false);
    expect(publish).toHaveBeenCalledTimes(2);
  });

  it("does not name a source that was stopped", () => {
    const publish = vi.fn();
    const exchange = new StateExchange(publish);
    exchange.describeOwn(camera);
    exchange.withdrawOwn("camera");
    exchange.say(false, false);
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
