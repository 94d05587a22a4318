import type { GroupId } from "@sotto/shared/ids";
import { describe, expect, it } from "vitest";
import type { Sequence } from "../../messages/index.ts";
import { NEWCOMER_MS } from "../reports/index.ts";
import { chat } from "../testing/chat.ts";
import type { ServerConduct } from "../testing/serverConduct.ts";
import type { SimulatedMember } from "../testing/simulatedMember.ts";
import { newSeed, Simulation } from "../testing/simulation.ts";

const seed = newSeed();

/** Members in one call who can reach each other past the key server. */
async function gathered(count: number, rotateMs = 4_000, firstSeed = seed) {
  const simulation = new Simulation(firstSeed);
  const members = await simulation.gather(count, { rotateMs });
  for (const member of members) member.setChannel(true);
  await simulation.run(1_000);
  return { simulation, members };
}

function groupOf(members: readonly SimulatedMember[]): GroupId {
  const creation = members.flatMap(({ sent }) => sent).find((message) => message.type === "createGroup");
  if (creation?.type !== "createGroup") throw new Error("nobody has made the group");
  return creation.groupId;
}

/** A key server that lets a member believe that nothing happens. */
function withholdingFrom(victim: SimulatedMember): ServerConduct {
  const { epoch } = victim.epoch;
  const withheld = new Set<string>(["entry", "conflict", "publish", "append"]);
  let asked: Sequence | undefined;
  return {
    takes: (from, message) => {
      if (from !== victim) return message;
      if (message.type === "subscribe") asked = message.fromSequence;
      return withheld.has(message.type) ? undefined : message;
    },
    tells: (to, message) => {
      if (to !== victim) return [message];
      if (withheld.has(message.type)) return [];
      if (message.type !== "subscribed") return [message];
      return [{ ...message, epoch, nextSequence: asked ?? message.nextSequence }];
    },
  };
}

function integrities(members: readonly SimulatedMember[]): string[] {
  return members.map(({ integrity }) => integrity);
}

describe(`reports, seed ${seed}`, () => {
  it("agree while the key server is honest, whoever comes and goes", async () => {
    const { simulation, members } = await gathered(4);
    await simulation.run(20_000);
    const late = simulation.add({ rotateMs: 4_000 });
    late.setChannel(true);
    late.connect();
    await simulation.untilTogether([...members, late], 10_000);
    members[0]!.kill();
    await simulation.run(60_000);
    members[1]!.leave();
    await simulation.run(10_000);
    for (const member of [...members, late]) {
      expect(member.events.filter(({ type }) => type === "integrity")).toEqual([]);
    }
  });

  it("say of each epoch, once, when all have it", async () => {
    const { simulation, members } = await gathered(3);
    await simulation.run(12_000);
    for (const member of members) {
      const epochs = member.epochs.map(({ epoch }) => epoch).slice(-3, -1);
      const reached = member.events.flatMap((event) => (event.type === "reached" ? [event.epoch] : []));
      expect(reached).toEqual(expect.arrayContaining(epochs));
      expect(new Set(reached).size).toBe(reached.length);
    }
  });

  it("do not say that all have an epoch while one has not heard of it", async () => {
    const { simulation, members } = await gathered(3, 1_000_000);
    const [ana, , cem] = members as [SimulatedMember, SimulatedMember, SimulatedMember];
    simulation.network.cutOff([cem]);
    const late = simulation.add({ rotateMs: 1_000_000 });
    late.connect();
    late.setChannel(true);
    await simulation.until(() => ana.epoch.roster.length === 4, 5_000);
    const { epoch } = ana.epoch;
    await simulation.run(5_000);
    expect(ana.events).not.toContainEqual({ type: "reached", epoch });
    simulation.network.heal();
    await simulation.until(
      () => ana.events.some((event) => event.type === "reached" && event.epoch === epoch),
      15_000,
    );
  });

  it("of a newcomer are not waited for while it has no way to the others", async () => {
    const { simulation, members } = await gathered(3, 1_000_000);
    await simulation.run(10_000);
    const late = simulation.add({ rotateMs: 1_000_000 });
    late.connect();
    await simulation.until(() => members.every(({ epoch }) => epoch.roster.length === 4), 5_000);
    const { epoch } = members[0]!.epoch;
    await simulation.until(
      () =>
        members.every(({ events }) =>
          events.some((event) => event.type === "reached" && event.epoch >= epoch),
        ),
      NEWCOMER_MS - 2_000,
    );
  });

  it("raise no alarm when an honest key server loses its log, and with it what some already have", async () => {
    for (let offset = 0; offset < 10; offset++) {
      const { simulation, members } = await gathered(3, 3_000, seed + offset);
      await simulation.run(1_500 + 150 * offset);
      simulation.restartServer();
      await simulation.run(30_000);
      expect(integrities(members)).toEqual(["ok", "ok", "ok"]);
    }
  });

  it("find a key server that tells two halves two histories, on both sides", async () => {
    const { simulation, members } = await gathered(4);
    await simulation.fork(groupOf(members), members.slice(2));
    await simulation.until(() => integrities(members).every((state) => state === "forked"), 20_000);
    const [ana, , cem] = members as [SimulatedMember, SimulatedMember, SimulatedMember];
    const alarm = ana.events.find((event) => event.type === "integrity");
    const others = cem.epoch.roster.filter(({ isSelf }) => !isSelf || cem !== ana);
    expect(others.map(({ participantId }) => participantId)).toContainEqual(
      alarm?.type === "integrity" ? alarm.reporter : undefined,
    );
  });

  it("find it in a large call too, where nobody looks at what agrees", async () => {
    const simulation = new Simulation(seed);
    const members = Array.from({ length: 52 }, () => simulation.add({ rotateMs: 20_000 }));
    for (const member of members) {
      member.setChannel(true);
      member.connect();
    }
    await simulation.untilTogether(members, 60_000);
    await simulation.fork(groupOf(members), members.slice(26));
    await simulation.until(() => integrities(members).every((state) => state === "forked"), 60_000);
  }, 60_000);

  it("find nothing without a way past the key server: then only people can", async () => {
    const { simulation, members } = await gathered(4);
    for (const member of members) member.setChannel(false);
    await simulation.fork(groupOf(members), members.slice(2));
    await simulation.run(20_000);
    expect(integrities(members)).toEqual(["ok", "ok", "ok", "ok"]);
    expect(members[0]!.epoch.callCode).not.toBe(members[3]!.epoch.callCode);
  });

  it("find a key server that keeps the call's epochs from one member, and are content when they come", async () => {
    const { simulation, members } = await gathered(3);
    const [, , victim] = members as [SimulatedMember, SimulatedMember, SimulatedMember];
    const honest = simulation.server;
    simulation.server = withholdingFrom(victim);
    await simulation.until(() => victim.integrity === "withheld", 30_000);
    expect(integrities(members)).toEqual(["ok", "ok", "withheld"]);
    simulation.server = honest;
    await simulation.until(() => victim.integrity === "ok", 15_000);
    await simulation.untilTogether(members, 5_000);
    expect(victim.calls).toBe(1);
  });

  it("lead who is left out to join anew", async () => {
    const { simulation, members } = await gathered(3);
    const [, , victim] = members as [SimulatedMember, SimulatedMember, SimulatedMember];
    simulation.server = withholdingFrom(victim);
    await simulation.until(() => victim.integrity === "withheld", 30_000);
    await simulation.run(9_000);
    expect(victim.phase).toBe("joined");
    await simulation.until(() => victim.phase === "knocking", 5_000);
  });

  it("that are forged, damaged or replayed change nothing", async () => {
    const { simulation, members } = await gathered(3, 2_000);
    const [ana, ben] = members as [SimulatedMember, SimulatedMember];
    await simulation.run(20_000);
    const old = ben.events.flatMap((event) => (event.type === "report" ? [event.sealed] : []));
    expect(old.length).toBeGreaterThan(5);
    for (const sealed of old) {
      await ana.hear(sealed);
      await ana.hear(sealed.map((byte, index) => (index === 100 ? byte ^ 1 : byte)));
    }
    for (const length of [0, 40, 300]) await ana.hear(simulation.random.bytes(length));
    ben.publish(chat("still here"));
    await simulation.run(30_000);
    expect(integrities(members)).toEqual(["ok", "ok", "ok"]);
    expect(new Set(old.map(({ length }) => length)).size).toBe(1);
  });
});
