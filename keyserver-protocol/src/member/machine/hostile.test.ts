import { asCapabilityHash, capabilityHash } from "@sotto/shared/ids";
import { describe, expect, it } from "vitest";
import { chat } from "../testing/chat.ts";
import { Rogue } from "../testing/rogue.ts";
import type { SimulatedMember } from "../testing/simulatedMember.ts";
import { newSeed, Simulation } from "../testing/simulation.ts";
import { encodeKnockEnvelope } from "./envelopes.ts";

const seed = newSeed();

/** Three members, and an insider with a client of their own making. */
async function withInsider(): Promise<{ simulation: Simulation; members: SimulatedMember[]; rogue: Rogue }> {
  const simulation = new Simulation(seed);
  const members = await simulation.gather(3, { rotateMs: 1_000_000 });
  const rogue = new Rogue(simulation);
  await rogue.join();
  await simulation.run(500);
  return { simulation, members, rogue };
}

function leafOf(member: SimulatedMember, name: string) {
  const entry = member.epoch.roster.find(({ displayName }) => displayName === name);
  if (entry === undefined) throw new Error(`nobody called ${name}`);
  return entry.leaf;
}

function refusals(member: SimulatedMember): string[] {
  return member.events.flatMap((event) => (event.type === "refused" ? [event.reason] : []));
}

describe(`against hostile people, seed ${seed}`, () => {
  it("ignores rubbish knocks, from whoever has the link or not even that", async () => {
    const simulation = new Simulation(seed);
    const members = await simulation.gather(2);
    const rogue = new Rogue(simulation);
    const { keys } = await rogue.find();
    const epoch = members[0]!.epoch.epoch;
    for (const length of [0, 10, 500, 5_000]) {
      const blob = simulation.random.bytes(length);
      await rogue.ask({ type: "knock", groupId: keys.groupId, blob });
      await rogue.knock(blob);
      const mailboxId = members[0]!.sent.length > 0 ? keys.groupId : keys.groupId;
      await rogue.knock(encodeKnockEnvelope({ mailboxId: mailboxId as never, keyPackage: blob }));
    }
    await simulation.run(5_000);
    expect(members[0]!.epoch.epoch).toBe(epoch);
    const late = simulation.add();
    late.connect();
    await simulation.untilTogether([...members, late], 5_000);
  });

  it("skips rubbish messages of an insider, all alike", async () => {
    const { simulation, members, rogue } = await withInsider();
    await rogue.publishBlob(simulation.random.bytes(300));
    await rogue.publishData(simulation.random.bytes(300));
    const { message } = { message: members[0]!.publish(chat("still here")) };
    await simulation.run(1_000);
    expect(members[0]!.published).toContain(message);
    expect(members[1]!.messages).toContainEqual(chat("still here"));
    expect(members.map(({ calls }) => calls)).toEqual([1, 1, 1]);
  });

  it("refuses a removal without a reason, goes on, and removes who tried", async () => {
    const { simulation, members, rogue } = await withInsider();
    await rogue.commitRemovalOf(leafOf(members[0]!, "P1"));
    await simulation.untilTogether(members, 5_000);
    expect(refusals(members[0]!)).toContain("a removal without a reason");
    expect(members.map(({ calls }) => calls)).toEqual([1, 1, 1]);
    const late = simulation.add();
    late.connect();
    await simulation.untilTogether([...members, late], 5_000);
  });

  it("goes on in the same log when an insider spoils it with rubbish, without them", async () => {
    const { simulation, members, rogue } = await withInsider();
    await rogue.append(simulation.random.bytes(1_000), asCapabilityHash(simulation.random.bytes(32)));
    const ticket = members[2]!.publish(chat("after"));
    await simulation.run(3_000);
    expect(members[2]!.published).toContain(ticket);
    expect(members[0]!.messages).toContainEqual(chat("after"));
    expect(members.map(({ calls }) => calls)).toEqual([1, 1, 1]);
    const late = simulation.add();
    late.connect();
    await simulation.until(() => late.isJoined, 5_000);
    await simulation.untilTogether([...members, late], 5_000);
  });

  it("gives a removed insider no way to write, and no keys", async () => {
    const { simulation, members, rogue } = await withInsider();
    const before = members[0]!.epoch.epoch;
    await rogue.publishData(Uint8Array.of(2));
    await simulation.untilTogether(members, 5_000);
    expect(members[0]!.epoch.epoch).toBe(before + 1);
    expect(await rogue.publishBlob(new Uint8Array(300))).toMatchObject({ code: "keyserver/bad-capability" });
    const stale = await rogue.append(new Uint8Array(300), capabilityHash(rogue.epoch.capability));
    expect(stale.type).toBe("conflict");
    const removal = rogue.entries.filter(({ kind }) => kind === "commit").at(-1)!;
    expect(await rogue.followCommit(removal)).toBe("removed");
  });

  it("survives a log that somebody else has made in its place", async () => {
    const simulation = new Simulation(seed);
    const members = await simulation.gather(3);
    const rogue = new Rogue(simulation);
    const { keys } = await rogue.find();
    const { epoch } = members[0]!.epoch;
    simulation.restartServer();
    const usurper = new Rogue(simulation);
    const hash = asCapabilityHash(simulation.random.bytes(32));
    await usurper.ask({
      type: "createGroup",
      groupId: keys.groupId,
      epoch,
      capabilityHash: hash,
      writers: [],
    });
    await simulation.run(5_000);
    members[0]!.publish(chat("here"));
    await simulation.run(20_000);
    expect(members[1]!.messages).toContainEqual(chat("here"));
    expect(members.map(({ calls }) => calls)).toEqual([1, 1, 1]);
  });
});
