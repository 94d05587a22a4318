import { beforeEach, describe, expect, it } from "vitest";
import type { SuiteName } from "../api.ts";
import type { SimulatedMember } from "../testing/simulatedMember.ts";
import { newSeed, Simulation } from "../testing/simulation.ts";
import { useSynchronousCrypto } from "../testing/synchronousCrypto.ts";

const seed = newSeed();
/** How soon after the last of a storm has come all are together. */
const SETTLED_MS = 2_000;

beforeEach(() => useSynchronousCrypto(seed));

/** A call of one, and this many who join it at random moments within this time. */
async function storm(
  joiners: number,
  withinMs: number,
  suite: SuiteName = "classical",
): Promise<{ simulation: Simulation; members: SimulatedMember[] }> {
  const simulation = new Simulation(seed);
  const members = await simulation.gather(1, { suite });
  for (let count = 0; count < joiners; count += 1) {
    const member = simulation.add();
    members.push(member);
    simulation.at(simulation.now + simulation.random.below(withinMs), async () => member.connect());
  }
  return { simulation, members };
}

function commitsOf(members: readonly SimulatedMember[]): number {
  return members.reduce((sum, { commitsOffered }) => sum + commitsOffered, 0);
}

describe(`a storm of joiners, seed ${seed}`, () => {
  it("brings a hundred people who come within five seconds into one epoch", { timeout: 90_000 }, async () => {
    const { simulation, members } = await storm(99, 5_000);
    await simulation.untilTogether(members, 5_000 + SETTLED_MS);
    const [first, ...joiners] = members;
    expect(joiners.every(({ epochs }) => epochs[0]?.cause === "join")).toBe(true);
    // By turns: hardly any commit was made in vain.
    expect(commitsOf(members)).toBeLessThan(first!.epoch.epoch * 1.2);
  });

  it(
    "brings forty who come at the same moment together, sixteen by a commit",
    { timeout: 60_000 },
    async () => {
      const { simulation, members } = await storm(40, 1);
      await simulation.untilTogether(members, SETTLED_MS);
      expect(members[0]!.epoch.epoch).toBe(3);
      expect(commitsOf(members)).toBe(3);
    },
  );

  it("works with the post-quantum suite", { timeout: 60_000 }, async () => {
    const { simulation, members } = await storm(24, 1_000, "xwing");
    await simulation.untilTogether(members, 1_000 + SETTLED_MS);
    expect(members[24]!.epoch.sframeSuite).toBe(5);
  });

  it("goes on when those whose turn it is vanish as soon as they are in", { timeout: 60_000 }, async () => {
    const { simulation, members } = await storm(40, 1);
    let vanished: SimulatedMember[] = [];
    while (vanished.length < 3) {
      const joined = members.slice(1).filter((member) => member.isJoined && !vanished.includes(member));
      // Who came in last has most of the blank tree around it, and so the next turn.
      const next = joined.filter(({ epochs }) => epochs.length === 1).at(-1);
      next?.kill();
      if (next !== undefined) vanished = [...vanished, next];
      await simulation.run(20);
    }
    const alive = members.filter((member) => !vanished.includes(member));
    await simulation.until(
      () => alive.every((member) => member.isJoined && member.epoch.epoch === alive[0]!.epoch.epoch),
      15_000,
    );
    await simulation.untilTogether(alive, 60_000);
  });
});
