import { describe, expect, it } from "vitest";
import { newSeed, Simulation } from "../testing/simulation.ts";

const seed = newSeed();

describe(`a call, seed ${seed}`, () => {
  it("is created by the first, and joined by four more one after another", async () => {
    const simulation = new Simulation(seed);
    const members = await simulation.gather(5);
    expect(members.map(({ epoch }) => epoch.roster.length)).toEqual([5, 5, 5, 5, 5]);
    expect(members[0]?.epochs[0]?.cause).toBe("create");
    expect(members[4]?.epochs[0]?.cause).toBe("join");
  });
});
