import { asMailboxId } from "@sotto/shared/ids";
import { describe, expect, it } from "vitest";
import { act, callOf, deviceOf, enter, refusals } from "../testing/hosts.ts";
import { Rogue } from "../testing/rogue.ts";
import type { SimulatedMember } from "../testing/simulatedMember.ts";
import { newSeed, Simulation } from "../testing/simulation.ts";
import { encodeKnockEnvelope } from "./envelopes.ts";

const seed = newSeed();

describe(`a lobby, seed ${seed}`, () => {
  const lobby = { policy: { lobby: true } };

  async function withLobby(guests = 1) {
    const simulation = new Simulation(seed);
    const host = enter(simulation, lobby);
    await simulation.until(() => host.isJoined, 5_000);
    const members = [host];
    for (let count = 0; count < guests; count += 1) {
      const guest = enter(simulation);
      await simulation.until(() => host.waiting.length === 1, 5_000);
      await act(simulation, host, { kind: "admit", knockId: host.waiting[0]!.id });
      members.push(guest);
      await simulation.untilTogether(members, 5_000);
    }
    return { simulation, host, members };
  }

  it("shows hosts who waits, by name and device, lets nobody in by itself, and tells who waits", async () => {
    const { simulation, host, members } = await withLobby(2);
    const joiner = enter(simulation, { name: "Dora" });
    await simulation.run(60_000);
    expect(joiner.isJoined).toBe(false);
    expect(joiner.lobby).toEqual(["waiting"]);
    expect(host.waiting).toMatchObject([{ displayName: "Dora", devicePublicKey: deviceOf(joiner) }]);
    expect(members[1]!.waiting).toEqual([]);
    // It keeps its key package, and does not begin again and again.
    expect(joiner.sent.filter(({ type }) => type === "watch")).toHaveLength(1);
    await act(simulation, host, { kind: "admitAll" });
    await simulation.untilTogether([...members, joiner], 3_000);
    expect(host.waiting).toEqual([]);
  });

  it("opens for all who wait when it is taken away", async () => {
    const { simulation, host, members } = await withLobby(1);
    const joiners = [enter(simulation), enter(simulation)];
    await simulation.until(() => host.waiting.length === 2, 5_000);
    await act(simulation, host, { kind: "policy", change: { lobby: false } });
    await simulation.untilTogether([...members, ...joiners], 5_000);
  });

  it("takes a refusal to the joiner, and the second one for good", async () => {
    const { simulation, host, members } = await withLobby(2);
    const joiner = enter(simulation);
    await simulation.until(() => host.waiting.length === 1, 5_000);
    await act(simulation, host, { kind: "refuse", knockId: host.waiting[0]!.id });
    await simulation.until(() => joiner.failure === "call/refused", 3_000);
    expect(joiner.lobby).toEqual(["waiting", "refused"]);
    await simulation.run(2_000);
    expect(host.waiting).toEqual([]);
    expect(host.governed.policy.banned).toEqual([]);

    const { device, tabSecret } = joiner.options;
    const again = enter(simulation, { device, tabSecret });
    await simulation.until(() => host.waiting.length === 1, 5_000);
    await act(simulation, host, { kind: "refuse", knockId: host.waiting[0]!.id });
    await simulation.until(() => again.failure === "call/refused", 3_000);
    await simulation.until(() => members.every(({ governed }) => governed.policy.banned.length === 1), 5_000);
    expect(host.governed.policy.banned).toEqual([device.publicKey]);

    const third = enter(simulation, { device });
    await simulation.until(() => third.failure === "call/banned", 5_000);
    await simulation.untilTogether(members, 5_000);
    expect(host.waiting).toEqual([]);
  });

  it("counts a refusal by two hosts at once as one", async () => {
    const { simulation, host, members } = await withLobby(1);
    await act(simulation, host, { kind: "role", participantId: host.idOf(members[1]!), role: "cohost" });
    const joiner = enter(simulation);
    await simulation.until(() => members.every(({ waiting }) => waiting.length === 1), 5_000);
    for (const member of members) member.act({ kind: "refuse", knockId: member.waiting[0]!.id });
    await simulation.until(() => joiner.failure === "call/refused", 3_000);
    await simulation.run(5_000);
    expect(host.governed.policy.banned).toEqual([]);
  });

  it("lets co-hosts decide too, and takes the list from who is no longer one", async () => {
    const { simulation, host, members } = await withLobby(2);
    const coHost = members[1]!;
    const participantId = host.idOf(coHost);
    await act(simulation, host, { kind: "role", participantId, role: "cohost" });
    const [one, other] = [enter(simulation, { name: "Dora" }), enter(simulation, { name: "Emil" })];
    await simulation.until(() => coHost.waiting.length === 2, 5_000);
    const dora = coHost.waiting.find(({ displayName }) => displayName === "Dora")!;
    await act(simulation, coHost, { kind: "admit", knockId: dora.id });
    await simulation.untilTogether([...members, one], 5_000);
    await act(simulation, host, { kind: "role", participantId, role: "guest" });
    await simulation.until(() => coHost.waiting.length === 0, 2_000);
    expect(host.waiting).toHaveLength(1);
    expect(await act(simulation, coHost, { kind: "admitAll" })).toBe("policy/not-allowed");
    expect(other.isJoined).toBe(false);
  });

  it("does not ask again after a reload, whether the old leaf is still there or not", async () => {
    const { simulation, host, members } = await withLobby(2);
    const { device, tabSecret } = members[2]!.options;
    members[2]!.kill();
    const reloaded = enter(simulation, { device, tabSecret });
    await simulation.untilTogether([host, members[1]!, reloaded], 5_000);
    reloaded.leave();
    await simulation.untilTogether([host, members[1]!], 5_000);
    const later = enter(simulation, { device, tabSecret });
    await simulation.untilTogether([host, members[1]!, later], 5_000);
    expect(host.waiting).toEqual([]);
  });

  it("asks again for who was removed by a host", async () => {
    const { simulation, host, members } = await withLobby(2);
    const removed = members[2]!;
    await act(simulation, host, { kind: "remove", participantId: host.idOf(removed), ban: false });
    await simulation.until(() => removed.failure === "call/removed", 3_000);
    const { device, tabSecret } = removed.options;
    const back = enter(simulation, { device, tabSecret });
    await simulation.until(() => host.waiting.length === 1, 5_000);
    expect(back.isJoined).toBe(false);
  });

  it("takes its host back without being asked, and hands over to the next meanwhile", async () => {
    const { simulation, host, members } = await withLobby(2);
    host.kill();
    const [, next, other] = members as [SimulatedMember, SimulatedMember, SimulatedMember];
    await simulation.untilTogether([next, other], 60_000);
    expect([next.governed.role, other.governed.role]).toEqual(["host", "guest"]);
    const joiner = enter(simulation);
    await simulation.until(() => next.waiting.length === 1, 5_000);
    await act(simulation, next, { kind: "admit", knockId: next.waiting[0]!.id });
    await simulation.untilTogether([next, other, joiner], 5_000);

    const back = enter(simulation, { device: host.options.device });
    await simulation.untilTogether([next, other, joiner, back], 5_000);
    expect([back.governed.role, next.governed.role]).toEqual(["host", "guest"]);
  });

  it("does not let a guest's own client let anybody in: all see whose commit it was", async () => {
    const { simulation, members, host } = await callOf(3);
    const rogue = new Rogue(simulation);
    await rogue.join();
    await simulation.run(500);
    await act(simulation, host, { kind: "policy", change: { lobby: true } });
    await simulation.run(500);
    await rogue.followLog();
    const accomplice = new Rogue(simulation, "Accomplice");
    await accomplice.find();
    const { opened } = await accomplice.keyPackage();
    await rogue.commit({ adds: [opened] });
    await simulation.untilTogether(members, 5_000);
    for (const member of members) {
      expect(refusals(member)).toContainEqual({ reason: "only hosts let people in", displayName: "Rogue" });
    }
  });

  it("ignores knocks without end, and shows hosts no more than it can hold", async () => {
    const { simulation, host } = await withLobby(1);
    const rogue = new Rogue(simulation);
    await rogue.find();
    for (let count = 0; count < 20; count += 1) {
      const stranger = new Rogue(simulation);
      await stranger.find();
      const { message } = await stranger.keyPackage();
      const mailboxId = asMailboxId(simulation.random.bytes(16));
      await rogue.knock(encodeKnockEnvelope({ mailboxId, keyPackage: message }));
    }
    await simulation.run(1_000);
    expect(host.waiting).toHaveLength(20);
    await simulation.run(20_000);
    expect(host.waiting).toEqual([]);
  });
});

describe(`a lock, seed ${seed}`, () => {
  it("keeps its people when somebody announces a call that claims to be older", async () => {
    for (const locked of [true, false]) {
      const { simulation, members, host } = await callOf(3);
      await act(simulation, host, { kind: "policy", change: { locked } });
      const rogue = new Rogue(simulation);
      await rogue.announceOlder();
      await simulation.run(45_000);
      // In an open call all go and look: so two calls that began at once become one.
      const stayed = members.filter(({ calls, isJoined }) => calls === 1 && isJoined);
      expect(stayed).toHaveLength(locked ? 3 : 0);
    }
  });

  it("keeps everybody out, tells them so, and opens again", async () => {
    const { simulation, members, host } = await callOf(2);
    await act(simulation, host, { kind: "policy", change: { locked: true } });
    const joiner = enter(simulation);
    await simulation.run(20_000);
    expect(joiner.isJoined).toBe(false);
    expect(joiner.lobby).toEqual(["locked"]);
    await act(simulation, host, { kind: "policy", change: { locked: false } });
    await simulation.untilTogether([...members, joiner], 5_000);
  });

  it("lets a reloaded page back in", async () => {
    const { simulation, members, host } = await callOf(3);
    await act(simulation, host, { kind: "policy", change: { locked: true } });
    const { device, tabSecret } = members[2]!.options;
    members[2]!.kill();
    const reloaded = enter(simulation, { device, tabSecret });
    await simulation.untilTogether([host, members[1]!, reloaded], 5_000);
  });
});
