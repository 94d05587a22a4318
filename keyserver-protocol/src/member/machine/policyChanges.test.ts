import { describe, expect, it } from "vitest";
import { encodePolicy, withSettings } from "../rules/index.ts";
import { act, callOf, deviceOf, enter, refusals } from "../testing/hosts.ts";
import { Rogue } from "../testing/rogue.ts";
import { newSeed } from "../testing/simulation.ts";

const seed = newSeed();

describe(`the policy of a call, seed ${seed}`, () => {
  it("is what its creator began it with, and everybody is told, with their role", async () => {
    const { members, host } = await callOf(3, { policy: { share: "hosts", sizeLimit: 9 } });
    expect(host.governed.policy.hosts).toEqual([deviceOf(host)]);
    for (const { governed } of members)
      expect(governed.policy).toMatchObject({ share: "hosts", sizeLimit: 9 });
    expect(members.map(({ governed }) => governed.role)).toEqual(["host", "guest", "guest"]);
    expect(members[2]!.epoch.roster.map(({ role }) => role)).toEqual(["host", "guest", "guest"]);
  });

  it("changes for everybody when a host wants it, with fresh keys", async () => {
    const { simulation, members, host } = await callOf(3);
    const { epoch } = host.epoch;
    expect(await act(simulation, host, { kind: "policy", change: { locked: true } })).toBe("done");
    await simulation.until(() => members.every((member) => member.epoch.epoch === epoch + 1), 3_000);
    expect(members.map(({ governed }) => governed.policy.locked)).toEqual([true, true, true]);
    await simulation.untilTogether(members, 1);
  });

  it("is not for guests to change: their wish is not even offered to the log", async () => {
    const { simulation, members } = await callOf(3);
    const guest = members[1]!;
    const offered = guest.commitsOffered;
    for (const action of [
      { kind: "policy", change: { locked: true } },
      { kind: "remove", participantId: guest.idOf(members[2]!), ban: false },
      { kind: "remove", participantId: guest.idOf(members[2]!), ban: true },
      { kind: "role", participantId: guest.idOf(guest), role: "host" },
      { kind: "admitAll" },
    ] as const) {
      expect(await act(simulation, guest, action)).toBe("policy/not-allowed");
    }
    expect(guest.commitsOffered).toBe(offered);
  });

  it("is not changed by a guest with a client of their own making, whom all see and remove", async () => {
    const { simulation, members } = await callOf(3);
    const rogue = new Rogue(simulation);
    await rogue.join();
    await simulation.run(500);
    const policy = encodePolicy(withSettings(rogue.epoch.policy, { lobby: true }));
    await rogue.commit({ policy });
    await simulation.untilTogether(members, 5_000);
    for (const member of members) {
      expect(member.governed.policy.lobby).toBe(false);
      expect(refusals(member)).toContainEqual({
        reason: "only hosts change what is allowed in the call",
        displayName: "Rogue",
      });
    }
  });

  it("survives a wish that no policy can hold", async () => {
    const { simulation, host } = await callOf(2);
    expect(await act(simulation, host, { kind: "policy", change: { sizeLimit: 0 } })).toBe("policy/invalid");
    const participantId = host.idOf(host);
    expect(await act(simulation, host, { kind: "role", participantId, role: "guest" })).toBe(
      "policy/no-host",
    );
    expect(await act(simulation, host, { kind: "remove", participantId, ban: true })).toBe("policy/no-host");
    expect(await act(simulation, host, { kind: "remove", participantId, ban: false })).toBe(
      "policy/not-allowed",
    );
    expect(host.isJoined).toBe(true);
  });

  it("takes what two hosts want at the same moment", async () => {
    const { simulation, members, host } = await callOf(4);
    await act(simulation, host, { kind: "role", participantId: host.idOf(members[1]!), role: "host" });
    await simulation.until(() => members[1]!.governed.role === "host", 2_000);
    const tickets = [
      host.act({ kind: "policy", change: { lobby: true } }),
      members[1]!.act({ kind: "policy", change: { share: "hosts" } }),
    ];
    members[1]!.act({ kind: "remove", participantId: host.idOf(members[3]!), ban: true });
    await simulation.until(() => host.acted.has(tickets[0]!) && members[1]!.acted.has(tickets[1]!), 10_000);
    const stayed = members.slice(0, 3);
    await simulation.untilTogether(stayed, 5_000);
    for (const { governed } of stayed) {
      expect(governed.policy).toMatchObject({ lobby: true, share: "hosts" });
      expect(governed.policy.banned).toEqual([deviceOf(members[3]!)]);
    }
    expect(members[3]!.failure).toBe("call/banned");
  });

  it("changes although somebody joins at the same moment, and both come about", async () => {
    const { simulation, members, host } = await callOf(3);
    const late = enter(simulation);
    await simulation.until(() => late.phase === "knocking", 3_000);
    const ticket = host.act({ kind: "policy", change: { share: "hosts" } });
    await simulation.until(() => late.isJoined && host.acted.has(ticket), 10_000);
    await simulation.untilTogether([...members, late], 5_000);
    for (const { governed } of [...members, late]) expect(governed.policy.share).toBe("hosts");
  });

  it("outlives a key server that forgets everything", async () => {
    const { simulation, members, host } = await callOf(3);
    await act(simulation, host, { kind: "policy", change: { lobby: true } });
    simulation.restartServer();
    await simulation.untilTogether(members, 15_000);
    expect(await act(simulation, host, { kind: "policy", change: { locked: true } })).toBe("done");
    await simulation.untilTogether(members, 5_000);
    expect(members[2]!.governed.policy).toMatchObject({ lobby: true, locked: true });
  });
});

describe(`a size limit, seed ${seed}`, () => {
  it("keeps out who comes too late, tells them so, and lets them in when somebody goes", async () => {
    const { simulation, members, host } = await callOf(3);
    await act(simulation, host, { kind: "policy", change: { sizeLimit: 3 } });
    const joiner = enter(simulation);
    await simulation.run(15_000);
    expect(joiner.lobby).toEqual(["full"]);
    members[2]!.leave();
    await simulation.untilTogether([host, members[1]!, joiner], 5_000);
  });
});
