import { MAILBOX_SLOT_MS } from "@sotto/shared/ids";
import { describe, expect, it } from "vitest";
import { newSeed, Simulation } from "../testing/simulation.ts";

const seed = newSeed();

describe(`gathering, seed ${seed}`, () => {
  it("lets five people in one after another", async () => {
    const simulation = new Simulation(seed);
    const members = await simulation.gather(5);
    expect(members[0]?.epochs[0]?.cause).toBe("create");
    expect(members[4]?.epochs.map(({ cause }) => cause)).toEqual(["join"]);
    expect(new Set(members.flatMap(({ epochs }) => epochs.map(({ callCode }) => callCode))).size).toBe(5);
  });

  it("brings five people who come at the same moment into one call, the four joiners in few commits", async () => {
    const simulation = new Simulation(seed);
    const members = Array.from({ length: 5 }, () => simulation.add());
    for (const member of members) member.connect();
    await simulation.untilTogether(members, 10_000);
    expect(members[0]?.epoch.epoch).toBeLessThanOrEqual(3);
    expect(members.filter(({ epochs }) => epochs[0]?.cause === "create")).toHaveLength(1);
  });

  it("lets the key server decide between two that are first", async () => {
    for (let run = 0; run < 10; run += 1) {
      const simulation = new Simulation(seed + run);
      const [one, other] = [simulation.add(), simulation.add()];
      one.connect();
      other.connect();
      await simulation.untilTogether([one, other], 15_000);
      expect([one, other].filter(({ epochs }) => epochs[0]?.cause === "create")).toHaveLength(1);
    }
  });

  it("brings two together whichever moments of two time slots they come at", async () => {
    for (let gap = 0; gap < 2_000; gap += 125) {
      const simulation = new Simulation(seed + gap);
      const slotEnd = Math.ceil(simulation.now / MAILBOX_SLOT_MS) * MAILBOX_SLOT_MS;
      await simulation.run(slotEnd - 1_500 - simulation.now);
      const [one, other] = [simulation.add(), simulation.add()];
      one.connect();
      await simulation.run(gap);
      other.connect();
      await simulation.untilTogether([one, other], 30_000);
    }
  });

  it("brings people together whose clocks disagree by minutes", async () => {
    const simulation = new Simulation(seed);
    const members = [-300_000, 0, 420_000].map((clockErrorMs) => simulation.add({ clockErrorMs }));
    for (const member of members) member.connect();
    await simulation.untilTogether(members, 15_000);
  });

  it("keeps a call findable for as long as it lasts", async () => {
    const simulation = new Simulation(seed);
    const members = await simulation.gather(2);
    for (let minute = 0; minute < 4; minute += 1) {
      await simulation.run(60_000);
      const late = simulation.add();
      late.connect();
      members.push(late);
      await simulation.untilTogether(members, 5_000);
    }
  });

  it("begins a new call soon after the only member's computer went dark", async () => {
    const simulation = new Simulation(seed);
    const [first] = await simulation.gather(1);
    first?.kill();
    const second = simulation.add();
    second.connect();
    await simulation.until(() => second.isJoined, 12_000);
    expect(second.epoch.roster).toHaveLength(1);
  });

  it("begins a new call at once after the last member left", async () => {
    const simulation = new Simulation(seed);
    const [first] = await simulation.gather(1);
    first?.leave();
    await simulation.run(200);
    const second = simulation.add();
    second.connect();
    await simulation.until(() => second.isJoined, 1_000);
  });

  it("works with the post-quantum suite, chosen by who creates the call", async () => {
    const simulation = new Simulation(seed);
    const [first] = await simulation.gather(1, { suite: "xwing" });
    const second = simulation.add({ suite: "classical" });
    second.connect();
    await simulation.untilTogether([first!, second], 5_000);
    expect(second.epoch.sframeSuite).toBe(5);
    expect(second.epoch.baseKey).toHaveLength(32);
  });

  it("lets nobody in whose Welcome was lost, but lets them in anew", async () => {
    const simulation = new Simulation(seed);
    const [first] = await simulation.gather(1);
    const second = simulation.add();
    second.connect();
    await simulation.until(() => first!.epoch.roster.length === 2, 5_000);
    second.disconnect();
    await simulation.run(45_000);
    second.connect();
    await simulation.untilTogether([first!, second], 20_000);
  });
});
