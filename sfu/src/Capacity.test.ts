import { EventEmitter } from "node:events";
import { describe, expect, it } from "vitest";
import { Capacity } from "./Capacity.ts";
import { defaultLimits } from "./limits.ts";

const capacity = (limits: object): Capacity => new Capacity({ ...defaultLimits, ...limits });
const full = expect.objectContaining({ code: "sfu/limit" }) as Error;

describe("a server's capacity", () => {
  it("is so many participants, and a place that is left is free again", () => {
    const two = capacity({ participants: 2 });
    const leave = two.takeParticipant();
    two.takeParticipant();
    expect(() => two.takeParticipant()).toThrow(full);
    leave();
    two.takeParticipant();
    expect(two.participants).toBe(2);
  });

  it("is so many streams of both kinds; those between workers are its own affair", () => {
    const two = capacity({ streams: 2 });
    const stream = { observer: new EventEmitter() };
    two.hold("producer", stream);
    two.hold("pipe", { observer: new EventEmitter() });
    two.askForStream("consumer");
    two.hold("consumer", { observer: new EventEmitter() });
    expect(() => two.askForStream("producer")).toThrow(full);
    expect(() => two.askForStream("consumer")).toThrow(full);
    stream.observer.emit("close");
    two.askForStream("producer");
  });

  it("is so much bandwidth: beyond it nobody new sends, and who is there may go on receiving", () => {
    const narrow = capacity({ bitsPerSecond: 100 });
    Object.assign(narrow.bitsPerSecond, { in: 50, out: 49 });
    narrow.takeParticipant();
    narrow.bitsPerSecond.out = 50;
    expect(() => narrow.takeParticipant()).toThrow(full);
    expect(() => narrow.askForStream("producer")).toThrow(full);
    narrow.askForStream("consumer");
  });
});
