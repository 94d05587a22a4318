import { beforeEach, describe, expect, it } from "vitest";
import { chat } from "../testing/chat.ts";
import { HONEST_SERVER } from "../testing/serverConduct.ts";
import type { SimulatedMember } from "../testing/simulatedMember.ts";
import { newSeed, Simulation } from "../testing/simulation.ts";
import { useSynchronousCrypto } from "../testing/synchronousCrypto.ts";

const seed = newSeed();
const MINUTE = 60_000;

function refusals(member: SimulatedMember): string[] {
  return member.events.flatMap((event) => (event.type === "refused" ? [event.reason] : []));
}

describe(`whoever lags behind, seed ${seed}`, () => {
  beforeEach(() => useSynchronousCrypto(seed));

  it("slept for ten minutes, was missed, and comes back by itself within seconds", async () => {
    const simulation = new Simulation(seed);
    const [a, sleeper, c] = await simulation.gather(3);
    sleeper!.sleep(10 * MINUTE);
    await simulation.untilTogether([a!, c!], MINUTE);
    const { epoch } = a!.epoch;
    await simulation.run(4 * MINUTE);
    expect(a!.epoch.epoch - epoch).toBeGreaterThanOrEqual(7);
    await simulation.until(() => !sleeper!.isAsleep, 6 * MINUTE);
    await simulation.untilTogether([a!, sleeper!, c!], 10_000);
    expect(sleeper!.calls).toBe(2);
  });

  it("slept for half a minute, and catches up in its own place", async () => {
    const simulation = new Simulation(seed);
    const members = await simulation.gather(3, { rotateMs: 5_000 });
    members[1]!.sleep(30_000);
    await simulation.run(30_000);
    await simulation.untilTogether(members, 10_000);
    expect(members.map(({ calls }) => calls)).toEqual([1, 1, 1]);
    expect(members.flatMap(refusals)).toEqual([]);
  });

  it("slept alone in its call, while the room's people met in another one", async () => {
    const simulation = new Simulation(seed);
    const [sleeper] = await simulation.gather(1);
    sleeper!.sleep(5 * MINUTE);
    await simulation.run(2 * MINUTE);
    const others = [simulation.add(), simulation.add()];
    for (const member of others) member.connect();
    await simulation.untilTogether(others, 30_000);
    await simulation.until(() => !sleeper!.isAsleep, 5 * MINUTE);
    await simulation.untilTogether([sleeper!, ...others], 30_000);
  });

  it("holds nobody up: others join, leave and refresh their keys meanwhile", async () => {
    const simulation = new Simulation(seed);
    const [a, b, lost] = await simulation.gather(3, { rotateMs: 5_000 });
    simulation.network.cutOff([lost!]);
    const { epoch } = a!.epoch;
    const late = simulation.add({ rotateMs: 5_000 });
    late.connect();
    await simulation.until(() => late.isJoined, 2_000);
    await simulation.run(15_000);
    expect(a!.epoch.epoch - epoch).toBeGreaterThanOrEqual(3);
    b!.leave();
    await simulation.until(() => b!.phase === "left", 2_000);
    simulation.network.heal();
    await simulation.untilTogether([a!, lost!, late], 20_000);
  });

  it("does not take answers that it has overtaken for a log that is not its own", async () => {
    const simulation = new Simulation(seed);
    const members = await simulation.gather(3, { rotateMs: 2_000 });
    members[1]!.sleep(13_000);
    members[1]!.publish(chat("good morning"));
    await simulation.run(20_000);
    await simulation.untilTogether(members, 5_000);
    expect(members.flatMap(refusals)).toEqual([]);
    expect(members[0]!.messages).toEqual([chat("good morning")]);
  });

  it("finds the others however late the key server's greeting comes", async () => {
    for (let run = 0; run < 10; run += 1) {
      const simulation = new Simulation(seed + run);
      const [first] = await simulation.gather(1);
      await simulation.run(run * 2_000);
      const second = simulation.add();
      second.connect();
      simulation.network.stallUntil(simulation.now + 19_000);
      await simulation.run(19_000);
      await simulation.untilTogether([first!, second], 30_000);
    }
  });

  it("gives up a connection on which nothing is answered, and goes on over another one", async () => {
    const simulation = new Simulation(seed);
    // No new epoch comes, with which everything would be said anew.
    const [a, b] = await simulation.gather(2, { rotateMs: 1_000_000 });
    const isDeaf = (member: SimulatedMember) => member === b;
    simulation.server = { ...HONEST_SERVER, takes: (from, message) => (isDeaf(from) ? undefined : message) };
    const ticket = b!.publish(chat("is anybody there?"));
    await simulation.run(15_000);
    simulation.server = HONEST_SERVER;
    await simulation.until(() => b!.published.includes(ticket), 15_000);
    await simulation.untilTogether([a!, b!], 5_000);
  });

  it("joins as often as it has to over one connection", async () => {
    const simulation = new Simulation(seed);
    const first = simulation.add();
    first.connect();
    await simulation.until(() => first.isJoined, 5_000);
    first.sleep(5 * MINUTE);
    const patient = simulation.add();
    // Somebody else hears every knock, and lets nobody in.
    simulation.server = {
      ...HONEST_SERVER,
      tells: (_, message) => [message.type === "knocked" ? { ...message, listeners: 1 } : message],
    };
    patient.connect();
    await simulation.until(() => !first.isAsleep, 6 * MINUTE);
    simulation.server = HONEST_SERVER;
    await simulation.untilTogether([first, patient], 60_000);
  });
});
