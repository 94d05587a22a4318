import { describe, expect, it } from "vitest";
import { chat } from "../testing/chat.ts";
import type { SimulatedMember } from "../testing/simulatedMember.ts";
import { newSeed, Simulation } from "../testing/simulation.ts";

const seed = newSeed();
/**
 * The usual ones, and one that once split a call: a lost log was told a removal again without the reason for it.
 */
const seeds = [seed, seed + 1, seed + 2, 610_769_462];

/** Fewer and the runs become alike; more and they become slow. */
const MOST_MEMBERS = 7;
const STEPS = 50;

/** Lets everything that can happen to a call happen, in any order and at any time. */
async function churn(simulation: Simulation): Promise<SimulatedMember[]> {
  let alive: SimulatedMember[] = [];
  const pick = () => alive[simulation.random.below(alive.length)];
  const depart = (member: SimulatedMember | undefined, how: "leave" | "kill") => {
    if (alive.length < 2 || member === undefined) return;
    member[how]();
    alive = alive.filter((other) => other !== member);
  };
  const enter = (options: Parameters<Simulation["add"]>[0] = {}) => {
    const member = simulation.add({ rotateMs: 3_000, ...options });
    member.connect();
    alive.push(member);
  };
  enter();
  for (let step = 0; step < STEPS; step += 1) {
    const chance = simulation.random.below(100);
    const member = pick();
    if (alive.length < MOST_MEMBERS && chance < 35) enter();
    else if (chance < 50) depart(member, "leave");
    else if (chance < 58) depart(member, "kill");
    else if (chance < 75) member?.cut();
    else if (chance < 85) member?.publish(chat(String(step)));
    else if (chance < 93 && member !== undefined && alive.length > 1) {
      depart(member, "kill");
      enter({ device: member.options.device, tabSecret: member.options.tabSecret });
    } else if (chance >= 98) simulation.restartServer();
    await simulation.run(simulation.random.below(2_500));
  }
  return alive;
}

describe(`churn, seed ${seed}`, () => {
  it.each(seeds)("leaves everybody who is there in one call (run %i)", { timeout: 60_000 }, async (run) => {
    const simulation = new Simulation(run);
    const alive = await churn(simulation);
    await simulation.untilTogether(alive, 120_000);
    expect(alive.map(({ failure }) => failure)).toEqual(alive.map(() => undefined));
    // Two members never hold different keys for what they take for the same epoch of the same call.
    const codes = new Map<string, string>();
    for (const { epochs } of simulation.members) {
      for (const { epoch, callCode, roster } of epochs) {
        const creator = roster.map(({ participantId }) => Buffer.from(participantId).toString("hex")).join();
        const key = `${epoch} ${creator}`;
        expect(codes.get(key) ?? callCode).toBe(callCode);
        codes.set(key, callCode);
      }
    }
  });
});
