import { describe, expect, it } from "vitest";
import { chat } from "../testing/chat.ts";
import { act, callOf, enter, refusals } from "../testing/hosts.ts";
import { Rogue } from "../testing/rogue.ts";
import type { SimulatedMember } from "../testing/simulatedMember.ts";
import { newSeed } from "../testing/simulation.ts";

const seed = newSeed();

describe(`removals and bans, seed ${seed}`, () => {
  it("take somebody out who then has no keys, and may come back if not banned", async () => {
    const { simulation, members, host } = await callOf(3);
    const [, stays, goes] = members as [SimulatedMember, SimulatedMember, SimulatedMember];
    const before = goes.epoch.epoch;
    expect(await act(simulation, host, { kind: "remove", participantId: host.idOf(goes), ban: false })).toBe(
      "done",
    );
    await simulation.untilTogether([host, stays], 3_000);
    await simulation.until(() => goes.failure === "call/removed", 1_000);
    expect(goes.epoch.epoch).toBe(before);
    expect(host.epoch.cause).toBe("removal");
    const back = enter(simulation, { device: goes.options.device, tabSecret: goes.options.tabSecret });
    await simulation.untilTogether([host, stays, back], 5_000);
  });

  it("keep a banned device out, in whatever tab it comes, until it is banned no longer", async () => {
    const { simulation, members, host } = await callOf(4);
    const [, , stays, goes] = members as [SimulatedMember, SimulatedMember, SimulatedMember, SimulatedMember];
    const rest = [host, members[1]!, stays];
    expect(await act(simulation, host, { kind: "remove", participantId: host.idOf(goes), ban: true })).toBe(
      "done",
    );
    await simulation.untilTogether(rest, 3_000);
    await simulation.until(() => goes.failure === "call/banned", 1_000);
    const { device } = goes.options;
    const again = enter(simulation, { device });
    await simulation.until(() => again.failure === "call/banned", 5_000);
    await act(simulation, host, { kind: "policy", change: { unban: [device.publicKey] } });
    const forgiven = enter(simulation, { device });
    await simulation.untilTogether([...rest, forgiven], 5_000);
  });

  it("hold against a hostile member that lets the banned device in: its commit is refused by all, in its name", async () => {
    const { simulation, members, host } = await callOf(3);
    const rogue = new Rogue(simulation);
    await rogue.join();
    const accomplice = new Rogue(simulation, "Accomplice");
    await accomplice.join();
    await simulation.run(500);
    const banned = host.epoch.roster.find(({ displayName }) => displayName === "Accomplice")!;
    await act(simulation, host, { kind: "remove", participantId: banned.participantId, ban: true });
    await simulation.run(1_000);
    await rogue.followLog();
    const { opened } = await accomplice.keyPackage();
    await rogue.commit({ adds: [opened] });
    await simulation.untilTogether(members, 5_000);
    for (const member of members) {
      expect(member.calls).toBe(1);
      expect(refusals(member)).toContainEqual({ reason: "a joiner is banned", displayName: "Rogue" });
    }
    const ticket = members[2]!.publish(chat("still here"));
    await simulation.until(() => members[2]!.published.includes(ticket), 3_000);
    await simulation.until(() => members[1]!.messages.length > 0, 1_000);
    expect(members[1]!.messages).toEqual([chat("still here")]);
  });

  it("by a co-host reach everybody but hosts", async () => {
    const { simulation, members, host } = await callOf(4);
    const [, coHost, guest] = members as [SimulatedMember, SimulatedMember, SimulatedMember];
    await act(simulation, host, { kind: "role", participantId: host.idOf(coHost), role: "cohost" });
    await simulation.until(() => coHost.governed.role === "cohost", 2_000);
    for (const ban of [false, true]) {
      const action = { kind: "remove", participantId: coHost.idOf(host), ban } as const;
      expect(await act(simulation, coHost, action)).toBe("policy/not-allowed");
    }
    const participantId = coHost.idOf(guest);
    expect(await act(simulation, coHost, { kind: "role", participantId, role: "host" })).toBe(
      "policy/not-allowed",
    );
    expect(await act(simulation, coHost, { kind: "remove", participantId, ban: true })).toBe("done");
    await simulation.untilTogether([host, coHost, members[3]!], 5_000);
  });

  it("name nobody who is not there", async () => {
    const { simulation, host } = await callOf(2);
    const participantId = new Uint8Array(16) as never;
    for (const action of [
      { kind: "remove", participantId, ban: false },
      { kind: "remove", participantId, ban: true },
      { kind: "role", participantId, role: "host" },
      { kind: "admit", knockId: "nobody" },
      { kind: "refuse", knockId: "nobody" },
    ] as const) {
      expect(await act(simulation, host, action)).toBe("policy/unknown");
    }
  });
});

describe(`hosts, seed ${seed}`, () => {
  it("hand the role over", async () => {
    const { simulation, members, host } = await callOf(3);
    const next = members[2]!;
    await act(simulation, host, { kind: "role", participantId: host.idOf(next), role: "host" });
    await act(simulation, host, { kind: "role", participantId: host.idOf(host), role: "guest" });
    await simulation.until(() => members.every(({ governed }) => governed.policy.hosts.length === 1), 3_000);
    expect(members.map(({ governed }) => governed.role)).toEqual(["guest", "guest", "host"]);
    expect(await act(simulation, host, { kind: "policy", change: { locked: true } })).toBe(
      "policy/not-allowed",
    );
    expect(await act(simulation, next, { kind: "policy", change: { locked: true } })).toBe("done");
  });

  it("that leave are stood in for by the lowest co-host, or else by the lowest leaf, whose power is less", async () => {
    const { simulation, members, host } = await callOf(4);
    const [, guest, coHost, other] = members as [
      SimulatedMember,
      SimulatedMember,
      SimulatedMember,
      SimulatedMember,
    ];
    await act(simulation, host, { kind: "role", participantId: host.idOf(coHost), role: "cohost" });
    host.leave();
    await simulation.untilTogether([guest, coHost, other], 5_000);
    expect([guest, coHost, other].map(({ governed }) => governed.role)).toEqual(["guest", "host", "guest"]);
    coHost.leave();
    await simulation.untilTogether([guest, other], 5_000);
    expect([guest, other].map(({ governed }) => governed.role)).toEqual(["host", "guest"]);
    expect(await act(simulation, guest, { kind: "policy", change: { locked: true } })).toBe("done");
    for (const role of ["host", "cohost"] as const) {
      const action = { kind: "role", participantId: guest.idOf(guest), role } as const;
      expect(await act(simulation, guest, action)).toBe("policy/not-allowed");
    }
  });

  it("end the call for everybody, and the room is free for another", async () => {
    const { simulation, members, host } = await callOf(3);
    const ignored = members[1]!.publish({ type: "endCall" });
    await simulation.until(() => members[1]!.published.includes(ignored), 3_000);
    await simulation.until(() => refusals(host).length > 0, 1_000);
    expect(refusals(host)).toContainEqual({
      reason: "only a host ends the call for everybody",
      displayName: members[1]!.options.name,
    });
    host.publish({ type: "endCall" });
    await simulation.until(() => members.every(({ isJoined }) => !isJoined), 3_000);
    expect(members.map(({ failure }) => failure)).toEqual([undefined, "call/ended", "call/ended"]);
    const next = enter(simulation);
    await simulation.until(() => next.isJoined, 5_000);
    expect(next.epoch.cause).toBe("create");
  });

  it("alone can ask others to do something", async () => {
    const { simulation, members, host } = await callOf(3);
    const request = { type: "request", kind: "mute", target: "everybody" } as const;
    host.publish(request);
    await simulation.until(() => members[2]!.messages.length > 0, 3_000);
    expect(members[2]!.messages).toEqual([request]);
    members[1]!.publish(request);
    await simulation.run(1_000);
    expect(members[2]!.messages).toEqual([request]);
    expect(refusals(members[2]!)).toEqual([
      { reason: "only hosts ask others to do something", displayName: members[1]!.options.name },
    ]);
  });
});

describe(`a rogue stand-in, seed ${seed}`, () => {
  it("that put the host out for a moment cannot make that last", async () => {
    const { simulation, members, host } = await callOf(3);
    host.kill();
    await simulation.untilTogether(members.slice(1), 60_000);
    const acting = members[1]!;
    expect(acting.governed.role).toBe("host");
    await act(simulation, acting, { kind: "policy", change: { lobby: true, locked: true } });
    const back = enter(simulation, { device: host.options.device });
    await simulation.untilTogether([acting, members[2]!, back], 5_000);
    expect(acting.governed.role).toBe("guest");
    expect(await act(simulation, back, { kind: "policy", change: { locked: false } })).toBe("done");
  });
});
