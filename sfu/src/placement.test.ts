import { describe, expect, it } from "vitest";
import { type Candidate, placeFor } from "./placement.ts";

const SPREAD = 100;
const worker = (load: number, callLoad?: number): Candidate => ({ load, callLoad });

describe("the place of a transport", () => {
  it("in a call that begins is the worker with the least to do", () => {
    const [busy, idle] = [worker(7), worker(3)];
    expect(placeFor("recv", [busy, idle], undefined, SPREAD)).toBe(idle);
    expect(placeFor("recv", [], undefined, SPREAD)).toBeUndefined();
  });

  it("is the stage, for all who send and while the call is small", () => {
    const [stage, idle] = [worker(500, 99), worker(0)];
    expect(placeFor("recv", [stage, idle], stage, SPREAD)).toBe(stage);
    const [large, other] = [worker(500, 400), worker(0, 0)];
    expect(placeFor("send", [large, other], large, SPREAD)).toBe(large);
  });

  it("in a call that grows is another worker, if one has less to do", () => {
    const stage = worker(100, 100);
    const [idle, busy] = [worker(40), worker(120)];
    expect(placeFor("recv", [stage, busy, idle], stage, SPREAD)).toBe(idle);
    expect(placeFor("recv", [stage, busy], stage, SPREAD)).toBe(stage);
  });

  it("in a spread call is where it has the least to do, before it spreads further", () => {
    const [stage, viewers, idle] = [worker(100, 100), worker(60, 60), worker(0)];
    expect(placeFor("recv", [stage, viewers, idle], stage, SPREAD)).toBe(viewers);
    const full = worker(130, 110);
    expect(placeFor("recv", [stage, full, idle], stage, SPREAD)).toBe(idle);
  });

  it("of a viewer is not the stage once there are three workers, and is with two", () => {
    const [stage, viewers] = [worker(10, 10), worker(90, 90)];
    expect(placeFor("recv", [stage, viewers], stage, SPREAD)).toBe(stage);
    expect(placeFor("recv", [stage, viewers, worker(200, 1)], stage, SPREAD)).toBe(viewers);
  });
});
