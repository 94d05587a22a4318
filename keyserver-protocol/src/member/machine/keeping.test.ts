import { describe, expect, it } from "vitest";
import type { StateMessage } from "../api.ts";
import { chat } from "../testing/chat.ts";
import { newSeed, Simulation } from "../testing/simulation.ts";
import { HEARTBEAT_MS, silentAfterMs } from "./timing.ts";

const SILENT_MS = silentAfterMs(6);

const seed = newSeed();
const microphone: StateMessage = {
  type: "state",
  streams: [{ stream: 0, layers: 1, source: "microphone", codec: "audio/opus" }],
  microphoneOn: true,
  cameraOn: false,
  screenOn: false,
  recording: false,
  handSince: 0,
};

describe(`keeping a call, seed ${seed}`, () => {
  it("refreshes the keys every so often, by turns, and all agree", async () => {
    const simulation = new Simulation(seed);
    const members = await simulation.gather(4, { rotateMs: 10_000 });
    const offeredBefore = members.map(({ commitsOffered }) => commitsOffered);
    const before = members[0]!.epoch.epoch;
    await simulation.run(85_000);
    await simulation.untilTogether(members, 2_000);
    expect(members[0]!.epoch.epoch - before).toBeGreaterThanOrEqual(7);
    expect(members[0]!.epoch.epoch - before).toBeLessThanOrEqual(9);
    expect(members[0]!.epoch.cause).toBe("rotation");
    members.forEach((member, index) => {
      const offered = member.commitsOffered - offeredBefore[index]!;
      expect(offered).toBeGreaterThanOrEqual(1);
      expect(offered).toBeLessThanOrEqual(3);
    });
    expect(members.every(({ health }) => health === "ok")).toBe(true);
  });

  it("lets newcomers refresh the keys first", async () => {
    const simulation = new Simulation(seed);
    const members = await simulation.gather(3, { rotateMs: 10_000 });
    await simulation.run(31_000);
    const late = simulation.add({ rotateMs: 10_000 });
    late.connect();
    await simulation.untilTogether([...members, late], 5_000);
    // Its first turn, or the one after if the others' turn was nearly due when it came.
    await simulation.run(22_000);
    expect(late.commitsOffered).toBe(1);
  });

  it("removes who leaves at once", async () => {
    const simulation = new Simulation(seed);
    const [a, b, c] = await simulation.gather(3);
    b!.leave();
    await simulation.untilTogether([a!, c!], 1_000);
    await simulation.until(() => b!.phase === "left", 100);
    expect(a!.epoch.cause).toBe("removal");
    expect(b!.epoch.epoch).toBeLessThan(a!.epoch.epoch);
  });

  it("removes who leaves also when that is the one who would commit", async () => {
    const simulation = new Simulation(seed);
    const [a, b, c] = await simulation.gather(3);
    a!.leave();
    await simulation.untilTogether([b!, c!], 1_000);
  });

  it("removes who leaves and goes dark at the same time as somebody joins", async () => {
    for (let run = 0; run < 8; run += 1) {
      const simulation = new Simulation(seed + run);
      const [a, b, c] = await simulation.gather(3);
      const late = simulation.add();
      late.connect();
      await simulation.run(200 + run * 40);
      c!.leave();
      await simulation.untilTogether([a!, b!, late], 6_000);
    }
  });

  it("empties the call when all leave at once", async () => {
    const simulation = new Simulation(seed);
    const members = await simulation.gather(4);
    for (const member of members) member.leave();
    await simulation.until(() => members.every(({ phase }) => phase === "left"), 3_000);
  });

  it("removes who has vanished, and nobody else", async () => {
    const simulation = new Simulation(seed);
    const [a, b, c, d] = await simulation.gather(4);
    a!.kill();
    await simulation.untilTogether([b!, c!, d!], SILENT_MS + 15_000);
    expect([b, c, d].map((member) => member!.calls)).toEqual([1, 1, 1]);
  });

  it("removes several that have vanished together", async () => {
    const simulation = new Simulation(seed);
    const members = await simulation.gather(6);
    for (const member of members.slice(0, 3)) member.kill();
    await simulation.untilTogether(members.slice(3), SILENT_MS + 25_000);
  });

  it("removes who has vanished within seconds when the media say so, and asks first", async () => {
    const simulation = new Simulation(seed);
    const [a, b, c] = await simulation.gather(3);
    b!.hintGone(c!);
    await simulation.run(10_000);
    expect(a!.epoch.roster).toHaveLength(3);
    c!.kill();
    a!.hintGone(c!);
    await simulation.untilTogether([a!, b!], 8_000);
  });

  it("keeps who is quiet for as long as they live", async () => {
    const simulation = new Simulation(seed);
    const members = await simulation.gather(3, { rotateMs: 600_000 });
    const epoch = members[0]!.epoch.epoch;
    await simulation.run(300_000);
    expect(members.map((member) => member.epoch.epoch)).toEqual([epoch, epoch, epoch]);
    const signs = members[0]!.sent.filter(({ type }) => type === "publish").length;
    expect(signs).toBeLessThanOrEqual(300_000 / HEARTBEAT_MS + 2);
  });

  it("puts a reloaded tab in the place of its old self, in one commit", async () => {
    const simulation = new Simulation(seed);
    const [a, b] = await simulation.gather(2);
    const { device, tabSecret } = b!.options;
    b!.kill();
    const epoch = a!.epoch.epoch;
    const reloaded = simulation.add({ device, tabSecret, name: "Reloaded" });
    reloaded.connect();
    await simulation.untilTogether([a!, reloaded], 3_000);
    expect(a!.epoch.epoch).toBe(epoch + 1);
    expect(a!.epoch.cause).toBe("removal");
  });

  it("lets a duplicated tab take over, and tells the first one why it is out", async () => {
    const simulation = new Simulation(seed);
    const [a, b] = await simulation.gather(2);
    const { device, tabSecret } = a!.options;
    const copy = simulation.add({ device, tabSecret, name: "Copy" });
    copy.connect();
    await simulation.untilTogether([b!, copy], 5_000);
    await simulation.until(() => a!.failure === "call/replaced", 100);
  });

  it("lets a duplicated tab take over from one that was alone", async () => {
    const simulation = new Simulation(seed);
    const [a] = await simulation.gather(1);
    const { device, tabSecret } = a!.options;
    const copy = simulation.add({ device, tabSecret, name: "Copy" });
    copy.connect();
    await simulation.untilTogether([copy], 15_000);
    expect(a!.failure).toBe("call/replaced");
  });

  it("lets one person take part with two devices and two tabs", async () => {
    const simulation = new Simulation(seed);
    const [a] = await simulation.gather(1);
    const second = simulation.add({ device: a!.options.device, name: "Second tab" });
    second.connect();
    await simulation.untilTogether([a!, second], 3_000);
  });

  it("takes messages to everybody in one order, and tells their senders", async () => {
    const simulation = new Simulation(seed);
    const members = await simulation.gather(3);
    const tickets = members.map((member, index) => member.publish(chat(String(index))));
    await simulation.run(2_000);
    members.forEach((member, index) => expect(member.published).toEqual([tickets[index]]));
    const orders = members.map((member, index) =>
      member.messages.flatMap((message) =>
        message.type === "chat" && message.text !== String(index) ? message.text : [],
      ),
    );
    orders.forEach((order, index) =>
      expect(order.sort()).toEqual(["0", "1", "2"].filter((text) => text !== String(index))),
    );
  });

  it("takes messages through the change of an epoch", async () => {
    const simulation = new Simulation(seed);
    const [a, b] = await simulation.gather(2, { rotateMs: 1_000 });
    for (let count = 0; count < 40; count += 1) {
      a!.publish(chat(String(count)));
      await simulation.run(100);
    }
    await simulation.run(3_000);
    expect(a!.published).toHaveLength(40);
    const texts = b!.messages.flatMap((message) => (message.type === "chat" ? [message.text] : []));
    expect(texts).toEqual(Array.from({ length: 40 }, (_, count) => String(count)));
  });

  it("tells newcomers what everybody sends", async () => {
    const simulation = new Simulation(seed);
    const members = await simulation.gather(3);
    for (const member of members) member.publish(microphone);
    await simulation.run(1_000);
    const late = simulation.add();
    late.connect();
    await simulation.until(() => late.messages.filter(({ type }) => type === "state").length === 3, 3_000);
    expect(late.messages[0]).toEqual(microphone);
  });

  it("does not tell newcomers of those who send nothing", async () => {
    const simulation = new Simulation(seed);
    const members = await simulation.gather(3);
    const [ana, ben] = members;
    ana!.publish(microphone);
    ben!.publish({ ...microphone, streams: [], microphoneOn: false });
    await simulation.run(1_000);
    const late = simulation.add();
    late.connect();
    await simulation.until(() => late.messages.length > 0, 3_000);
    await simulation.run(3_000);
    expect(late.messages).toEqual([microphone]);
  });
});
