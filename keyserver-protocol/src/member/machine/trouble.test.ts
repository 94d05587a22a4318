import { describe, expect, it } from "vitest";
import { newSeed, Simulation } from "../testing/simulation.ts";

const seed = newSeed();

describe(`a call in trouble, seed ${seed}`, () => {
  it("lets one of several commits through, and makes the others anew", async () => {
    const simulation = new Simulation(seed);
    // Who rotates and who lets people in and out are seldom the same, so with little time between they collide.
    const members = await simulation.gather(4, { rotateMs: 300 });
    const conflicts = () =>
      members.flatMap(({ received }) => received.filter((type) => type === "conflict")).length;
    for (let visit = 0; visit < 20 || conflicts() === 0; visit += 1) {
      const visitor = simulation.add();
      visitor.connect();
      await simulation.until(() => visitor.isJoined, 10_000);
      visitor.leave();
      await simulation.run(simulation.random.below(400));
    }
    await simulation.until(() => members.every(({ epoch }) => epoch.roster.length === 4), 10_000);
    expect(conflicts()).toBeGreaterThan(0);
    expect(members.map(({ calls }) => calls)).toEqual([1, 1, 1, 1]);
  });

  it("catches up after a time without connection", async () => {
    const simulation = new Simulation(seed);
    const members = await simulation.gather(3, { rotateMs: 5_000 });
    members[1]!.disconnect();
    await simulation.run(17_000);
    expect(members[1]!.health).toBe("keyserver-away");
    members[1]!.connect();
    await simulation.untilTogether(members, 3_000);
    expect(members[1]!.calls).toBe(1);
    await simulation.until(() => members[1]!.health === "ok", 1_000);
  });

  it("catches up when every connection breaks every few seconds", async () => {
    const simulation = new Simulation(seed);
    const members = await simulation.gather(4, { rotateMs: 2_000 });
    for (let second = 0; second < 40; second += 1) {
      await simulation.run(500 + simulation.random.below(1_000));
      members[simulation.random.below(4)]!.cut();
    }
    await simulation.run(3_000);
    await simulation.untilTogether(members, 3_000);
    expect(members.map(({ calls }) => calls)).toEqual([1, 1, 1, 1]);
  });

  it("is let in again when what it missed is no longer kept", async () => {
    const simulation = new Simulation(seed, { retention: { records: 4, bytes: 1_000_000 } });
    const members = await simulation.gather(3, { rotateMs: 2_000 });
    members[2]!.disconnect();
    await simulation.run(25_000);
    members[2]!.connect();
    await simulation.untilTogether(members, 8_000);
    expect(members[2]!.calls).toBe(2);
  });

  it("is let in again when it was taken for gone", async () => {
    const simulation = new Simulation(seed);
    const members = await simulation.gather(3);
    members[0]!.disconnect();
    await simulation.run(60_000);
    expect(members[1]!.epoch.roster).toHaveLength(2);
    members[0]!.connect();
    await simulation.untilTogether(members, 8_000);
  });

  it("goes on in the same call and epoch after the key server forgot everything", async () => {
    const simulation = new Simulation(seed);
    const members = await simulation.gather(4);
    await simulation.run(5_000);
    const { epoch } = members[0]!.epoch;
    simulation.restartServer();
    await simulation.run(3_000);
    expect(members[0]!.epoch.epoch, simulation.story()).toBe(epoch);
    const late = simulation.add();
    late.connect();
    await simulation.untilTogether([...members, late], 8_000);
    expect(members.map(({ calls }) => calls)).toEqual([1, 1, 1, 1]);
    expect(members.flatMap(({ events }) => events.filter(({ type }) => type === "refused"))).toEqual([]);
  });

  it("finds together after the key server forgot everything in the middle of anything", async () => {
    for (let run = 0; run < 12; run += 1) {
      const simulation = new Simulation(seed + run);
      const members = await simulation.gather(3, { rotateMs: 2_000 });
      const late = simulation.add({ rotateMs: 2_000 });
      late.connect();
      await simulation.run(50 + run * 60);
      simulation.restartServer();
      await simulation.untilTogether([...members, late], 60_000);
    }
  });

  it("comes back together when a newcomer was first at a key server that forgot everything", async () => {
    const simulation = new Simulation(seed);
    const members = await simulation.gather(3);
    simulation.restartServer();
    const early = simulation.add();
    early.connect();
    await simulation.until(() => early.isJoined, 2_000);
    await simulation.untilTogether([...members, early], 60_000);
    expect(members.map(({ calls }) => calls)).toEqual([1, 1, 1]);
  });

  it("says that it can not rotate while the key server is away, and that it can again", async () => {
    const simulation = new Simulation(seed);
    const [member] = await simulation.gather(1, { rotateMs: 5_000 });
    member!.disconnect();
    await simulation.run(60_000);
    expect(member!.health).toBe("keyserver-away");
    member!.connect();
    await simulation.until(() => member!.health === "ok", 5_000);
    expect(member!.isJoined).toBe(true);
  });
});
