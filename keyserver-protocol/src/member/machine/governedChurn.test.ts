import { describe, expect, it } from "vitest";
import type { HostAction, Role } from "../api.ts";
import type { SimulatedMember } from "../testing/simulatedMember.ts";
import { newSeed, Simulation } from "../testing/simulation.ts";

const seed = newSeed();
const seeds = [seed, seed + 1, seed + 2, seed + 3];
const STEPS = 45;
const MOST_MEMBERS = 7;
const roles: readonly Role[] = ["host", "cohost", "guest"];

/** Lets hosts, and who would like to be one, do anything at any time, while people come, go, break off and knock. */
class GovernedChurn {
  readonly simulation: Simulation;
  alive: SimulatedMember[] = [];

  constructor(run: number) {
    this.simulation = new Simulation(run);
    this.enter();
  }

  async run(): Promise<void> {
    for (let step = 0; step < STEPS; step += 1) {
      const chance = this.#below(100);
      const member = this.#pick(this.alive);
      if (this.alive.length < MOST_MEMBERS && chance < 30) this.enter();
      else if (member !== undefined && chance < 70) this.#govern(member);
      else if (chance < 80) member?.cut();
      else if (chance < 88 && this.alive.length > 2) this.#depart(member, "leave");
      else if (chance < 92 && this.alive.length > 2) this.#depart(member, "kill");
      else if (chance >= 99) this.simulation.restartServer();
      await this.simulation.run(this.#below(2_500));
      this.alive = this.alive.filter(({ isAlive }) => isAlive);
      if (this.alive.length === 0) this.enter();
    }
  }

  enter(): SimulatedMember {
    const member = this.simulation.add({ rotateMs: 4_000 });
    member.connect();
    this.alive.push(member);
    return member;
  }

  /** Whoever is host opens the call again, until all who are left are in it. */
  async open(): Promise<void> {
    for (let round = 0; round < 60; round += 1) {
      this.alive = this.alive.filter(({ isAlive }) => isAlive);
      for (const member of this.alive.filter(({ isJoined }) => isJoined)) {
        if (member.governed.role === "guest") continue;
        const { policy } = member.governed;
        member.act({
          kind: "policy",
          change: { lobby: false, locked: false, sizeLimit: 500, unban: policy.banned },
        });
      }
      await this.simulation.run(5_000);
      if (this.alive.every(({ isJoined }) => isJoined)) return;
    }
  }

  #govern(member: SimulatedMember): void {
    if (!member.isJoined) return;
    const others = member.epoch.roster;
    const participantId = this.#pick(others)!.participantId;
    const knockId = this.#pick(member.waiting)?.id ?? "nobody";
    const actions: HostAction[] = [
      { kind: "policy", change: { lobby: this.#below(2) === 0 } },
      { kind: "policy", change: { locked: this.#below(4) === 0 } },
      { kind: "policy", change: { sizeLimit: 2 + this.#below(8) } },
      { kind: "policy", change: { unban: member.governed.policy.banned } },
      { kind: "role", participantId, role: roles[this.#below(3)]! },
      { kind: "remove", participantId, ban: this.#below(3) === 0 },
      { kind: "admit", knockId },
      { kind: "admitAll" },
      { kind: "refuse", knockId },
    ];
    member.act(this.#pick(actions)!);
  }

  #depart(member: SimulatedMember | undefined, how: "leave" | "kill"): void {
    if (member === undefined) return;
    member[how]();
    this.alive = this.alive.filter((other) => other !== member);
  }

  #below(limit: number): number {
    return this.simulation.random.below(limit);
  }

  #pick<T>(items: readonly T[]): T | undefined {
    return items[this.#below(Math.max(1, items.length))];
  }
}

describe(`governed churn, seed ${seed}`, () => {
  it.each(seeds)("ends in one call, whatever hosts want (run %i)", { timeout: 90_000 }, async (run) => {
    const churn = new GovernedChurn(run);
    await churn.run();
    await churn.open();
    await churn.simulation.untilTogether(churn.alive, 90_000);
    const expected = ["call/removed", "call/banned", "call/refused", undefined];
    for (const { failure } of churn.simulation.members) expect(expected).toContain(failure);
    // All agree on what is allowed, and honest members refuse nothing of one another.
    const policies = churn.alive.map(({ governed }) => JSON.stringify(governed.policy));
    expect(new Set(policies).size).toBe(1);
    for (const member of churn.simulation.members) {
      const accused = member.events.filter((event) => event.type === "refused" && event.leaf !== undefined);
      expect(accused).toEqual([]);
    }
  });
});
