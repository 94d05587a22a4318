import { describe, expect, it } from "vitest";
import { enter } from "../testing/hosts.ts";
import { newSeed, Simulation } from "../testing/simulation.ts";

const seed = newSeed();

describe(`a member that waits for a call, seed ${seed}`, () => {
  it("announces none, says that there is none, and comes in as a guest once somebody has begun", async () => {
    const simulation = new Simulation(seed);
    const viewer = enter(simulation, { waitForCall: true });
    await simulation.run(30_000);
    expect(viewer.isJoined).toBe(false);
    expect(viewer.lobby).toEqual(["empty"]);
    expect(viewer.sent.filter(({ type }) => type === "mailboxCreate" || type === "createGroup")).toEqual([]);

    const presenter = enter(simulation, { policy: { share: "hosts" } });
    await simulation.until(() => presenter.isJoined, 5_000);
    await simulation.untilTogether([viewer, presenter], 5_000);
    expect(viewer.governed.policy.share).toBe("hosts");
    expect(viewer.governed.policy.hosts).toEqual([presenter.options.device.publicKey]);
    expect(viewer.governed.role).toBe("guest");
  });

  it("begins none of its own either when it knocks where nobody is any more", async () => {
    const simulation = new Simulation(seed);
    const presenter = enter(simulation);
    await simulation.until(() => presenter.isJoined, 5_000);
    presenter.disconnect();
    const viewer = enter(simulation, { waitForCall: true });
    await simulation.until(() => viewer.lobby.includes("empty"), 60_000);
    await simulation.run(10_000);
    expect(viewer.isJoined).toBe(false);
    expect(viewer.sent.filter(({ type }) => type === "createGroup")).toEqual([]);
  });
});
